package io.pirate.machine;

import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;

/**
 * What a Titanic tells those who watch it. Called on its own thread: return at once,
 * never block, never throw. Every method does nothing by default.
 */
public interface TitanicEvents {

	/**
	 * A request is on disk and its client about to be told so.
	 * @param service whom it is for
	 * @param nanos from its arrival to that moment
	 */
	default void titanicStored(ServiceName service, long nanos) {
	}

	/**
	 * A request was not taken, or not stored.
	 * @param code why: {@code full}, {@code storage}, {@code bad-request},
	 * {@code shutting-down}
	 */
	default void titanicRefused(String code) {
	}

	/**
	 * A stored request was given out.
	 * @param service whom it is for
	 * @param delivery which lease without a reply this would be, from 1
	 */
	default void titanicDispatched(ServiceName service, int delivery) {
	}

	/**
	 * The end of a stored request is on disk.
	 * @param service whom it was for
	 * @param status {@code OK} if the service succeeded
	 */
	default void titanicExecuted(ServiceName service, ReplyStatus status) {
	}

	/**
	 * A lease ended without a reply.
	 * @param service whom it was for
	 * @param deliveries how many of this request have by now
	 */
	default void titanicLost(ServiceName service, int deliveries) {
	}

	/**
	 * A request was given up.
	 * @param service whom it was for
	 * @param deliveries how often it had been given out in vain
	 */
	default void titanicDeadLettered(ServiceName service, int deliveries) {
	}

	/**
	 * Old requests or replies were removed.
	 * @param requests requests that were never executed
	 * @param replies replies, failures and dead letters that nobody closed
	 */
	default void titanicExpired(int requests, int replies) {
	}

	/**
	 * The store failed, so that nothing is accepted.
	 * @param reason why
	 */
	default void titanicFailed(String reason) {
	}

	/** The store works again. */
	default void titanicRecovered() {
	}

}
