package io.pirate.benchmarks;

import java.util.List;

/** What a process of the harness may be. */
enum Role {

	/** Plain REP echo. */
	REP {
		@Override
		void run(List<String> arguments) {
			RawParts.rep();
		}
	},

	/** Plain ROUTER echo. */
	ROUTER {
		@Override
		void run(List<String> arguments) {
			RawParts.router();
		}
	},

	/** {@code ZMQ.proxy}. */
	PROXY {
		@Override
		void run(List<String> arguments) {
			RawParts.proxy();
		}
	},

	/** Echoing DEALER sockets behind the proxy. */
	PROXY_WORKERS {
		@Override
		void run(List<String> arguments) {
			RawParts.proxyWorkers(arguments.get(0));
		}
	},

	/** Hand-written paranoid workers. */
	RAW_WORKERS {
		@Override
		void run(List<String> arguments) {
			RawParts.pirateWorkers(arguments.get(0));
		}
	},

	/** Our queue. */
	QUEUE {
		@Override
		void run(List<String> arguments) {
			PirateParts.queue();
		}
	},

	/** Our workers without Spring. */
	WORKERS {
		@Override
		void run(List<String> arguments) {
			PirateParts.workers(arguments.get(0));
		}
	},

	/** Our worker, bound. */
	DIRECT {
		@Override
		void run(List<String> arguments) {
			PirateParts.direct();
		}
	},

	/** A Spring application with a {@code @PirateWorker} method. */
	SPRING_WORKER {
		@Override
		void run(List<String> arguments) {
			SpringWorker.run(arguments.get(0));
		}
	},

	/** The one that measures. */
	CLIENT {
		@Override
		void run(List<String> arguments) throws Exception {
			new ClientPart().run();
		}
	};

	/**
	 * Plays the role until standard input ends.
	 * @param arguments endpoints to connect to
	 * @throws Exception if it cannot
	 */
	abstract void run(List<String> arguments) throws Exception;

}
