package io.pirate;

import java.util.Optional;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import org.jspecify.annotations.Nullable;

/** Makes results and failures of what the three services of RFC 9 answer. */
final class TitanicAnswers {

	/** The code of a store that failed, also if a 500 says no more. */
	static final String STORAGE = "storage";

	private static final String NO_REASON = "no reason was given";

	private TitanicAnswers() {
	}

	/** The ticket of a stored request. */
	static Ticket ticket(Reply reply) {
		TspReply answer = TspCodec.decodeReply(TspCodec.REQUEST, reply.body());
		if (answer instanceof TspReply.Stored stored) {
			return new Ticket(stored.id());
		}
		if (answer instanceof TspReply.Failed failed && failed.status() == ReplyStatus.REJECTED) {
			throw new RejectedException(TspCodec.REQUEST, orElse(failed.code(), "rejected"),
					orElse(failed.reason(), NO_REASON));
		}
		throw problem(TspCodec.REQUEST, answer);
	}

	/** The stored reply, or none while it is pending. */
	static Optional<Reply> reply(Ticket ticket, Reply reply) {
		TspReply answer = TspCodec.decodeReply(TspCodec.REPLY, reply.body());
		if (answer instanceof TspReply.Answered answered) {
			return Optional.of(Reply.ok(answered.body(), reply.contentType(), reply.headers()));
		}
		if (answer instanceof TspReply.Pending) {
			return Optional.empty();
		}
		if (answer instanceof TspReply.Unknown) {
			throw new UnknownTicketException(ticket);
		}
		throw problem(TspCodec.REPLY, answer);
	}

	/** Closed, now or before. */
	static @Nullable Void closed(Reply reply) {
		TspReply answer = TspCodec.decodeReply(TspCodec.CLOSE, reply.body());
		if (answer instanceof TspReply.Closed || answer instanceof TspReply.Unknown) {
			return null;
		}
		throw problem(TspCodec.CLOSE, answer);
	}

	/** Whether the same question may get another answer later. */
	static boolean isTransient(PirateException failure) {
		if (failure instanceof RemoteFailureException remote) {
			return remote.code().equals(STORAGE);
		}
		return failure instanceof NoReplyException || failure instanceof RejectedException
				|| failure instanceof OutcomeUnknownException;
	}

	private static PirateException problem(ServiceName service, TspReply answer) {
		if (answer instanceof TspReply.Failed failed) {
			return new RemoteFailureException(service, orElse(failed.code(), STORAGE),
					orElse(failed.reason(), NO_REASON));
		}
		return new RemoteFailureException(service, "bad-reply", "this is no answer of RFC 9");
	}

	private static String orElse(@Nullable String text, String otherwise) {
		return (text != null) ? text : otherwise;
	}

}
