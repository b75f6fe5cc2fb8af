package io.pirate;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import io.pirate.machine.Job;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a worker's handler on its executor and answers each job exactly once, whatever
 * happens: a caller never waits out its timeout for a failure that is known.
 */
final class HandlerRunner {

	private static final Logger logger = LoggerFactory.getLogger(PirateWorkerContainer.class);

	private static final String HANDLER_FAILED = "handler-failed";

	private static final int LONGEST_REASON = 300;

	private static final int MOST_FRAMES = 1000;

	private static final long MOST_BYTES = 4L * 1024 * 1024;

	private static final long HEAD_ROOM = 128L * 1024;

	private final PirateHandler handler;

	private final Executor executor;

	private final int maxMessageSize;

	/**
	 * A runner.
	 * @param handler what to run
	 * @param executor where
	 * @param maxMessageSize longest frame of a reply
	 */
	HandlerRunner(PirateHandler handler, Executor executor, int maxMessageSize) {
		this.handler = handler;
		this.executor = executor;
		this.maxMessageSize = maxMessageSize;
	}

	/** Hands a job to the executor. Called on the I/O thread. */
	void start(Job job, Answer answer) {
		try {
			this.executor.execute(() -> run(job, answer));
		}
		catch (RuntimeException ex) {
			answer.give(job.id(), failure("The worker's executor refused to run the handler", ex));
		}
	}

	private void run(Job job, Answer answer) {
		try {
			CompletionStage<Reply> stage = this.handler.handle(job);
			stage.whenComplete((reply, failure) -> answer.give(job.id(), outcome(reply, failure)));
		}
		catch (Throwable ex) {
			answer.give(job.id(), failure("A handler failed", ex));
		}
	}

	private Reply outcome(@Nullable Reply reply, @Nullable Throwable failure) {
		if (failure != null) {
			boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
			return failure("A handler failed", wrapped ? failure.getCause() : failure);
		}
		if (reply == null) {
			return failure("A handler failed", new NullPointerException("the handler gave no reply"));
		}
		return fits(reply.body()) ? reply
				: Reply.failure(ReplyStatus.ERROR, "reply-too-large", "the reply is beyond the limits of a message");
	}

	/** A frame beyond the limit would cost the whole connection. */
	private boolean fits(Frames body) {
		if (body.size() > MOST_FRAMES || body.byteCount() > Math.max(MOST_BYTES, this.maxMessageSize) - HEAD_ROOM) {
			return false;
		}
		for (int i = 0; i < body.size(); i++) {
			if (body.frame(i).length > this.maxMessageSize) {
				return false;
			}
		}
		return true;
	}

	private static Reply failure(String event, @Nullable Throwable cause) {
		logger.error(event, cause);
		return Reply.failure(ReplyStatus.ERROR, HANDLER_FAILED, reason(cause));
	}

	/** One short line; stack traces stay in this process. */
	private static String reason(@Nullable Throwable cause) {
		if (cause == null) {
			return HANDLER_FAILED;
		}
		String message = cause.getMessage();
		String text = (message != null && !message.isBlank()) ? message : cause.getClass().getSimpleName();
		String line = text.replaceAll("\\p{Cntrl}+", " ");
		return line.substring(0, Math.min(LONGEST_REASON, line.length()));
	}

	/** Takes the answer of a job. Any thread. */
	@FunctionalInterface
	interface Answer {

		void give(long jobId, Reply reply);

	}

}
