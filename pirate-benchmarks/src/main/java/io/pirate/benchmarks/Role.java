package io.pirate.benchmarks;

import java.util.List;

/** What a process of the harness may be. */
enum Role {

	/** Plain REP echo. */
	REP((arguments) -> RawParts.rep()),

	/** Plain ROUTER echo. */
	ROUTER((arguments) -> RawParts.router()),

	/** {@code ZMQ.proxy}. */
	PROXY((arguments) -> RawParts.proxy()),

	/** Echoing DEALER sockets behind the proxy. */
	PROXY_WORKERS((arguments) -> RawParts.proxyWorkers(arguments.get(0))),

	/** Hand-written paranoid workers. */
	RAW_WORKERS((arguments) -> RawParts.pirateWorkers(arguments.get(0))),

	/** Our queue. */
	QUEUE((arguments) -> PirateParts.queue()),

	/** Our workers without Spring. */
	WORKERS((arguments) -> PirateParts.workers(arguments.get(0))),

	/** Our worker, bound. */
	DIRECT((arguments) -> PirateParts.direct()),

	/** A Spring application with a {@code @PirateWorker} method. */
	SPRING_WORKER((arguments) -> SpringWorker.run(arguments.get(0))),

	/** The one that measures. */
	CLIENT((arguments) -> new ClientPart().run());

	private final Play play;

	Role(Play play) {
		this.play = play;
	}

	/**
	 * Plays the role until standard input ends.
	 * @param arguments endpoints to connect to
	 * @throws Exception if it cannot
	 */
	void run(List<String> arguments) throws Exception {
		this.play.run(arguments);
	}

	/** How a role is played. */
	@FunctionalInterface
	private interface Play {

		/**
		 * Plays it until standard input ends.
		 * @param arguments endpoints to connect to
		 * @throws Exception if it cannot
		 */
		void run(List<String> arguments) throws Exception;

	}

}
