package io.pirate.benchmarks.part;

import java.util.List;

import io.pirate.SecurityOptions;
import io.pirate.benchmarks.load.CurveKeys;

/** What a process of the harness may be. */
public enum Role {

	/** Plain REP echo. */
	REP((arguments) -> RawParts.rep()),

	/** Plain ROUTER echo. */
	ROUTER((arguments) -> RawParts.router()),

	/** The same with CURVE. */
	CURVE_ROUTER((arguments) -> RawParts.curveRouter()),

	/** {@code ZMQ.proxy}. */
	PROXY((arguments) -> RawParts.proxy()),

	/** Echoing DEALER sockets behind the proxy: endpoint, how many. */
	PROXY_WORKERS((arguments) -> RawParts.proxyWorkers(arguments.get(0), PirateParts.number(arguments, 1))),

	/** Hand-written paranoid workers: endpoint, how many, capacity. */
	FOREIGN_WORKERS((arguments) -> RawParts.foreignWorkers(arguments.get(0), PirateParts.number(arguments, 1),
			PirateParts.number(arguments, 2))),

	/**
	 * Hand-written workers of the compact form: endpoint, how many, capacity, service.
	 */
	COMPACT_WORKERS((arguments) -> CompactWorkers.run(arguments.get(0), PirateParts.number(arguments, 1),
			PirateParts.number(arguments, 2), service(arguments))),

	/** Our queue: how many requests may wait. */
	QUEUE((arguments) -> PirateParts.queue(PirateParts.number(arguments, 0), SecurityOptions.NONE)),

	/** The same with CURVE and permissions. */
	CURVE_QUEUE((arguments) -> PirateParts.queue(PirateParts.number(arguments, 0), CurveKeys.serving())),

	/** Two queues of ours; their addresses are joined by commas. */
	TWO_QUEUES((arguments) -> PirateParts.twoQueues()),

	/** Our workers without Spring: endpoint, how many, capacity, service. */
	WORKERS((arguments) -> PirateParts.workers(arguments, SecurityOptions.NONE)),

	/** The same with CURVE. */
	CURVE_WORKERS((arguments) -> PirateParts.workers(arguments, CurveKeys.asking())),

	/** Our worker, bound. */
	DIRECT((arguments) -> PirateParts.direct()),

	/** Our queue with a Titanic. */
	TITANIC((arguments) -> Store.titanic()),

	/** A place on a disk. */
	DISK((arguments) -> Store.disk()),

	/** A Spring application with a {@code @PirateWorker} method. */
	SPRING_WORKER((arguments) -> SpringWorker.run(arguments.get(0), false)),

	/** The same, called on the thread of the sockets. */
	SPRING_IO_WORKER((arguments) -> SpringWorker.run(arguments.get(0), true)),

	/** The one that measures. */
	CLIENT((arguments) -> new ClientPart().run()),

	/** Those who attack a queue with CURVE. */
	HOSTILE((arguments) -> new HostilePart().run()),

	/** JMH for some benchmarks, without a fork of its own: pattern. */
	MICRO((arguments) -> MicroPart.run(arguments.get(0))),

	/** Something to compare with: which, and where its server is. */
	PEER((arguments) -> Peers.load().serve(arguments));

	private final Play play;

	Role(Play play) {
		this.play = play;
	}

	/**
	 * Plays the role until standard input ends.
	 * @param arguments see each role
	 * @throws Exception if it cannot
	 */
	public void run(List<String> arguments) throws Exception {
		this.play.run(arguments);
	}

	private static String service(List<String> arguments) {
		return (arguments.size() > 3) ? arguments.get(3) : "";
	}

	/** How a role is played. */
	@FunctionalInterface
	private interface Play {

		/**
		 * Plays it until standard input ends.
		 * @param arguments of the role
		 * @throws Exception if it cannot
		 */
		void run(List<String> arguments) throws Exception;

	}

}
