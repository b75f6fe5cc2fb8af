package io.pirate.benchmarks;

import java.io.IOException;
import java.util.List;

/** What is asked: one or two processes over tcp loopback, each started once for a run. */
enum Topology {

	/** A plain REP socket that echoes. */
	REP {
		@Override
		List<Part> start() throws IOException {
			return List.of(Part.start(Role.REP));
		}
	},

	/** A plain ROUTER socket that echoes. */
	ROUTER {
		@Override
		List<Part> start() throws IOException {
			return List.of(Part.start(Role.ROUTER));
		}
	},

	/** {@code ZMQ.proxy} in one process, four echoing DEALER sockets in another. */
	PROXY {
		@Override
		List<Part> start() throws IOException {
			return withWorkers(Part.start(Role.PROXY), Role.PROXY_WORKERS);
		}
	},

	/** Our queue, and four hand-written paranoid workers that take 64 requests each. */
	QUEUE_RAW_WORKERS {
		@Override
		List<Part> start() throws IOException {
			return withWorkers(Part.start(Role.QUEUE), Role.RAW_WORKERS);
		}
	},

	/** Our queue and four of our workers, capacity 64, without Spring. */
	QUEUE {
		@Override
		List<Part> start() throws IOException {
			return withWorkers(Part.start(Role.QUEUE), Role.WORKERS);
		}
	},

	/** Our queue and a Spring application with a {@code @PirateWorker} method. */
	SPRING {
		@Override
		List<Part> start() throws IOException {
			return withWorkers(Part.start(Role.QUEUE), Role.SPRING_WORKER);
		}
	},

	/** Our worker, bound, without a queue. */
	DIRECT {
		@Override
		List<Part> start() throws IOException {
			return List.of(Part.start(Role.DIRECT));
		}
	};

	/**
	 * Starts it.
	 * @return its processes; clients connect to the first one's first endpoint
	 * @throws IOException if a process does not start
	 */
	abstract List<Part> start() throws IOException;

	private static List<Part> withWorkers(Part queue, Role workers) throws IOException {
		return List.of(queue, Part.start(workers, queue.endpoint(1)));
	}

}
