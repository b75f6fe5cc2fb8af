package io.pirate;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import io.pirate.machine.Job;
import io.pirate.reactor.Handlers;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Runs a worker's handler on its executor and answers each job exactly once, whatever
 * happens: a caller never waits out its timeout for a failure that is known.
 */
final class HandlerRunner implements JobRunner {

	private final PirateHandler handler;

	private final Executor executor;

	private final HandlerReplies replies;

	/**
	 * A runner.
	 * @param handler what to run
	 * @param executor where
	 * @param replies makes replies of results
	 */
	HandlerRunner(PirateHandler handler, Executor executor, HandlerReplies replies) {
		this.handler = handler;
		this.executor = executor;
		this.replies = replies;
	}

	@Override
	public Handlers begin(Results results) {
		return (job) -> start(job, results);
	}

	/** Hands a job to the executor. Called on the I/O thread. */
	private void start(Job job, Results results) {
		try {
			this.executor.execute(() -> run(job, results));
		}
		catch (RuntimeException ex) {
			results.handled(job.id(), this.replies.refused(ex));
		}
	}

	private void run(Job job, Results results) {
		try {
			CompletionStage<Reply> stage = this.handler.handle(job);
			stage.whenComplete((reply, failure) -> results.handled(job.id(), outcome(reply, failure)));
		}
		catch (Throwable ex) {
			results.handled(job.id(), this.replies.failed(ex));
		}
	}

	private Reply outcome(@Nullable Reply reply, @Nullable Throwable failure) {
		if (failure != null) {
			return this.replies.failed(failure);
		}
		return (reply != null) ? this.replies.checked(reply)
				: this.replies.failed(new NullPointerException("the handler gave no reply"));
	}

}
