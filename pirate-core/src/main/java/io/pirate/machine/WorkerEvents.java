package io.pirate.machine;

import io.pirate.wire.ServiceName;

/**
 * What a worker tells those who watch it. Called on the worker's thread: return at once,
 * never block, never throw.
 */
public interface WorkerEvents {

	/**
	 * A queue was heard for the first time on a new connection.
	 * @param service what the worker serves
	 * @param endpoint the queue's address
	 */
	default void queueJoined(ServiceName service, String endpoint) {
	}

	/**
	 * A queue is silent or its connection ended.
	 * @param service what the worker serves
	 * @param endpoint the queue's address
	 * @param reason what happened
	 */
	default void queueLost(ServiceName service, String endpoint, String reason) {
	}

	/**
	 * A handler ran longer than it may; its lease was handed back.
	 * @param service what the worker serves
	 */
	default void handlerTimedOut(ServiceName service) {
	}

}
