package io.pirate.machine;

import io.pirate.wire.ServiceName;

/**
 * What a queue tells those who watch it. Called on the queue's thread: return at once,
 * never block, never throw. Every method does nothing by default.
 */
public interface BrokerEvents {

	/**
	 * A worker registered.
	 * @param worker its name; for a worker that states none, a short hash of its identity
	 * @param service what it serves
	 */
	default void workerJoined(String worker, ServiceName service) {
	}

	/**
	 * A worker left by itself or its connection ended.
	 * @param worker its name
	 * @param service what it served
	 * @param redelivered requests taken out of its hands
	 */
	default void workerLeft(String worker, ServiceName service, int redelivered) {
	}

	/**
	 * A worker was silent too long.
	 * @param worker its name
	 * @param service what it served
	 * @param redelivered requests taken out of its hands
	 */
	default void workerExpired(String worker, ServiceName service, int redelivered) {
	}

	/**
	 * A peer asked for what it has no right to call. Told at most once a minute for each
	 * peer and service; the snapshot counts every case.
	 * @param peer its name
	 * @param service what it asked for
	 */
	default void callDenied(String peer, ServiceName service) {
	}

	/**
	 * A worker wanted to serve what its peer has no right to serve, or has no more. Told
	 * at most once a minute for each peer, worker and service.
	 * @param peer the peer's name
	 * @param worker what the worker calls itself
	 * @param service what it wanted to serve
	 */
	default void workerDenied(String peer, String worker, ServiceName service) {
	}

	/**
	 * A request was handed to a worker.
	 * @param service which
	 * @param waitedNanos how long it had waited here
	 */
	default void dispatched(ServiceName service, long waitedNanos) {
	}

	/**
	 * A request was given up after too many deliveries.
	 * @param service which
	 * @param deliveries how often it had been handed out
	 */
	default void deadLettered(ServiceName service, int deliveries) {
	}

}
