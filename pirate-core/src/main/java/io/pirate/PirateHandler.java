package io.pirate;

import java.util.concurrent.CompletionStage;

import io.pirate.machine.Job;
import io.pirate.wire.Reply;

/**
 * Answers requests. Called on the worker's executor, at most {@code concurrency} at once.
 */
@FunctionalInterface
public interface PirateHandler {

	/**
	 * Answers a request. While the stage is not complete the request counts as running,
	 * but holds no thread.
	 * @param job the request
	 * @return the reply, now or later
	 * @throws Exception any failure: it becomes an error reply {@code handler-failed}
	 */
	CompletionStage<Reply> handle(Job job) throws Exception;

}
