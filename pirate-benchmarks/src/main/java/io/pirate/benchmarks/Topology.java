package io.pirate.benchmarks;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What is asked: one or two processes over tcp loopback, each started once for a run. */
enum Topology {

	/** A plain REP socket that echoes. */
	REP(Role.REP),

	/** A plain ROUTER socket that echoes. */
	ROUTER(Role.ROUTER),

	/** {@code ZMQ.proxy} in one process, four echoing DEALER sockets in another. */
	PROXY(Role.PROXY, Role.PROXY_WORKERS),

	/** Our queue, and four hand-written paranoid workers that take 64 requests each. */
	QUEUE_RAW_WORKERS(Role.QUEUE, Role.RAW_WORKERS),

	/** Our queue and four of our workers, capacity 64, without Spring. */
	QUEUE(Role.QUEUE, Role.WORKERS),

	/** Our queue and a Spring application with a {@code @PirateWorker} method. */
	SPRING(Role.QUEUE, Role.SPRING_WORKER),

	/** Our worker, bound, without a queue. */
	DIRECT(Role.DIRECT);

	private final Role front;

	private final @Nullable Role behind;

	Topology(Role front) {
		this(front, null);
	}

	Topology(Role front, @Nullable Role behind) {
		this.front = front;
		this.behind = behind;
	}

	/**
	 * Starts it.
	 * @param wakeup by what JeroMQ's threads wake each other there
	 * @return its processes; clients connect to the first one's first endpoint, the
	 * others to its second
	 * @throws IOException if a process does not start
	 */
	List<Part> start(Wakeup wakeup) throws IOException {
		Part asked = Part.start(this.front, wakeup.inFront());
		return (this.behind == null) ? List.of(asked)
				: List.of(asked, Part.start(this.behind, wakeup.inPeers(), asked.endpoint(1)));
	}

}
