package io.pirate;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import io.pirate.machine.Outcome;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/** Turns the end of a call into what its caller sees. */
final class Outcomes {

	private static final String HANDLER_FAILED = "handler-failed";

	private Outcomes() {
	}

	static Reply replyOf(Request request, Outcome outcome) {
		ServiceName service = request.service();
		if (outcome instanceof Outcome.Replied replied) {
			return accepted(service, replied.reply());
		}
		if (outcome instanceof Outcome.NoReply silence) {
			throw new NoReplyException(service, silence.attempts(), Duration.ofNanos(silence.elapsedNanos()),
					silence.endpoints());
		}
		if (outcome instanceof Outcome.Unknown unknown) {
			throw new OutcomeUnknownException(service, unknown.reason());
		}
		if (outcome instanceof Outcome.Refused refused) {
			throw new RejectedException(service, refused.code(), refused.reason());
		}
		if (outcome instanceof Outcome.Cancelled) {
			throw new CancellationException("The call was cancelled");
		}
		throw new PirateClosedException("The client was closed before the call was answered");
	}

	private static Reply accepted(ServiceName service, Reply reply) {
		String reason = orElse(reply.reason(), "no reason was given");
		return switch (reply.status()) {
			case OK -> reply;
			case REJECTED -> throw new RejectedException(service, orElse(reply.code(), "rejected"), reason);
			case LOST -> throw new OutcomeUnknownException(service, reason);
			case ERROR, EXPIRED, RETURNED, UNKNOWN ->
				throw new RemoteFailureException(service, orElse(reply.code(), HANDLER_FAILED), reason);
		};
	}

	private static String orElse(@Nullable String text, String otherwise) {
		return (text != null) ? text : otherwise;
	}

}
