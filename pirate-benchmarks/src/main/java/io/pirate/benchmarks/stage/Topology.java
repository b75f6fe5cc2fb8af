package io.pirate.benchmarks.stage;

import io.pirate.benchmarks.part.Role;
import org.jspecify.annotations.Nullable;

/** What is asked: one or two processes over tcp loopback. */
public enum Topology {

	/** A plain REP socket that echoes. */
	REP(Role.REP),

	/** A plain ROUTER socket that echoes. */
	ROUTER(Role.ROUTER),

	/** The same with CURVE. */
	CURVE_ROUTER(Role.CURVE_ROUTER),

	/** {@code ZMQ.proxy} in one process, echoing DEALER sockets in another. */
	PROXY(Role.PROXY, Role.PROXY_WORKERS),

	/** Our queue, and hand-written paranoid workers. */
	QUEUE_FOREIGN(Role.QUEUE, Role.FOREIGN_WORKERS),

	/** Our queue, and hand-written workers of the compact form. */
	QUEUE_COMPACT(Role.QUEUE, Role.COMPACT_WORKERS),

	/** Our queue and our workers without Spring. */
	QUEUE(Role.QUEUE, Role.WORKERS),

	/** The same with CURVE, each with keys of its own, and permissions. */
	CURVE_QUEUE(Role.CURVE_QUEUE, Role.CURVE_WORKERS),

	/** Two queues of ours, and our workers without Spring at both. */
	TWO_QUEUES(Role.TWO_QUEUES, Role.WORKERS),

	/** Our queue and a Spring application with a {@code @PirateWorker} method. */
	SPRING(Role.QUEUE, Role.SPRING_WORKER),

	/** The same, with the method called on the thread of the sockets. */
	SPRING_IO(Role.QUEUE, Role.SPRING_IO_WORKER),

	/** Our queue with a Titanic, and nobody who serves. */
	TITANIC(Role.TITANIC),

	/** A place on the same disk, and no server at all. */
	DISK(Role.DISK),

	/** Our worker, bound, without a queue. */
	DIRECT(Role.DIRECT),

	/** A RabbitMQ server, and Spring's listener container. */
	RABBIT(Role.PEER, Role.PEER),

	/** A NATS server, and subscribers that share a queue. */
	NATS(Role.PEER, Role.PEER),

	/** A gRPC server with its default executor. */
	GRPC(Role.PEER),

	/** A gRPC server that calls its handlers on the I/O thread. */
	GRPC_DIRECT(Role.PEER);

	private final Role front;

	private final @Nullable Role behind;

	Topology(Role front) {
		this(front, null);
	}

	Topology(Role front, @Nullable Role behind) {
		this.front = front;
		this.behind = behind;
	}

	/** What clients connect to. */
	Role front() {
		return this.front;
	}

	/** What answers behind it. */
	@Nullable Role behind() {
		return this.behind;
	}

	boolean isQueue() {
		return this.front == Role.QUEUE || this.front == Role.CURVE_QUEUE;
	}

	/**
	 * Whether a Java process of ours answers, so that its allocation can be told.
	 * @return false for servers of others
	 */
	public boolean isJava() {
		return this != RABBIT && this != NATS;
	}

	boolean isPeer() {
		return this.front == Role.PEER;
	}

}
