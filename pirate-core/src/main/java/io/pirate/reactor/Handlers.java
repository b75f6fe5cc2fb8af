package io.pirate.reactor;

import io.pirate.machine.Job;

/**
 * Runs the handlers of one worker. Called by the loop's thread; what handlers give comes
 * back by {@link ServingNode#onPart} and {@link ServingNode#onHandled}, never from within
 * these calls.
 */
@FunctionalInterface
public interface Handlers {

	/**
	 * Starts a handler.
	 * @param job what it has to do
	 */
	void start(Job job);

	/**
	 * A handler may produce more parts of its reply.
	 * @param jobId its job, which may have ended
	 * @param parts how many more
	 */
	default void want(long jobId, long parts) {
	}

	/**
	 * A handler shall produce no more parts. It still has to end, by {@code onHandled}.
	 * @param jobId its job, which may have ended
	 */
	default void cancel(long jobId) {
	}

	/** The worker is gone: nobody awaits anything any more. Any thread. */
	default void cancelAll() {
	}

}
