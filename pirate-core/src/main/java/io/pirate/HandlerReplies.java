package io.pirate;

import java.util.concurrent.CompletionException;

import io.pirate.reactor.SocketSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of what a handler gives, or throws, a reply that can travel. */
final class HandlerReplies {

	private static final Logger logger = LoggerFactory.getLogger(PirateWorkerContainer.class);

	private static final String HANDLER_FAILED = "handler-failed";

	private static final int LONGEST_REASON = 300;

	/** What an envelope takes at most. */
	private static final int HEAD_FRAMES = 24;

	private final int maxMessageSize;

	private final int mostFrames;

	private final long mostBytes;

	/**
	 * For replies of a worker.
	 * @param maxMessageSize longest frame
	 * @param limits what may travel in one message
	 */
	HandlerReplies(int maxMessageSize, SocketLimits limits) {
		this.maxMessageSize = maxMessageSize;
		this.mostFrames = limits.messageFrames() - HEAD_FRAMES;
		this.mostBytes = limits.messageBytes(maxMessageSize) - SocketSettings.HEAD_ROOM;
	}

	/** The reply, or a failure if it is beyond the limits. */
	Reply checked(Reply reply) {
		return fits(reply.body()) ? reply
				: Reply.failure(ReplyStatus.ERROR, "reply-too-large", "the reply is beyond the limits of a message");
	}

	/** What a handler threw. */
	Reply failed(Throwable cause) {
		boolean wrapped = cause instanceof CompletionException && cause.getCause() != null;
		return failed("A handler failed", wrapped ? cause.getCause() : cause);
	}

	/** The executor took no task. */
	Reply refused(RuntimeException cause) {
		return failed("The worker's executor refused to run the handler", cause);
	}

	private Reply failed(String event, @Nullable Throwable cause) {
		logger.error(event, cause);
		return Reply.failure(ReplyStatus.ERROR, HANDLER_FAILED, reason(cause));
	}

	/** A frame beyond the limit would cost the whole connection. */
	private boolean fits(Frames body) {
		if (body.size() > this.mostFrames || body.byteCount() > this.mostBytes) {
			return false;
		}
		for (int i = 0; i < body.size(); i++) {
			if (body.frame(i).length > this.maxMessageSize) {
				return false;
			}
		}
		return true;
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

}
