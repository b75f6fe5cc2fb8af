package io.pirate;

import java.util.Optional;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/** Reads what the three services of Titanic answer, RFC 9. */
final class TitanicAnswers {

	/** The code of a 500 that says no more. */
	static final String FAILED = "titanic-failed";

	private static final String OK = "200";

	private static final String PENDING = "300";

	private static final String UNKNOWN = "400";

	private static final String ERROR = "500";

	private static final Frames NOTHING = Frames.of(new byte[0]);

	private TitanicAnswers() {
	}

	/** The ticket of a stored request. */
	static Ticket ticket(ServiceName service, Reply reply) {
		Frames frames = reply.body();
		if (status(frames).equals(OK) && frames.size() > 1) {
			try {
				return new Ticket(frames.text(1));
			}
			catch (IllegalArgumentException ex) {
				throw unreadable(service);
			}
		}
		if (status(frames).equals(ERROR) && ReplyStatus.REJECTED.text().equals(text(frames, 1))) {
			throw new RejectedException(service, text(frames, 2, "rejected"), text(frames, 3, "no reason was given"));
		}
		throw problem(service, frames);
	}

	/** The stored reply, or none while it is pending. */
	static Optional<Reply> reply(ServiceName service, Ticket ticket, Reply reply) {
		Frames frames = reply.body();
		return switch (status(frames)) {
			case OK -> {
				Frames body = frames.from(1);
				yield Optional.of(Reply.ok(body.isEmpty() ? NOTHING : body, reply.contentType(), reply.headers()));
			}
			case PENDING -> Optional.empty();
			case UNKNOWN -> throw new UnknownTicketException(ticket);
			default -> throw problem(service, frames);
		};
	}

	/** Closed, now or before. */
	static @Nullable Void closed(ServiceName service, Reply reply) {
		String status = status(reply.body());
		if (status.equals(OK) || status.equals(UNKNOWN)) {
			return null;
		}
		throw problem(service, reply.body());
	}

	/** Whether the same question may get another answer later. */
	static boolean isTransient(PirateException failure) {
		if (failure instanceof RemoteFailureException remote) {
			return remote.code().equals(FAILED);
		}
		return failure instanceof NoReplyException || failure instanceof RejectedException
				|| failure instanceof OutcomeUnknownException;
	}

	private static PirateException problem(ServiceName service, Frames frames) {
		if (!status(frames).equals(ERROR)) {
			return unreadable(service);
		}
		return new RemoteFailureException(service, text(frames, 2, FAILED),
				text(frames, 3, (frames.size() > 1) ? "no reason was given" : "Titanic's store failed"));
	}

	private static RemoteFailureException unreadable(ServiceName service) {
		return new RemoteFailureException(service, "bad-reply", "this is no answer of RFC 9");
	}

	private static String status(Frames frames) {
		String first = text(frames, 0);
		return (first != null) ? first : "";
	}

	private static String text(Frames frames, int index, String otherwise) {
		String text = text(frames, index);
		return (text != null && !text.isEmpty()) ? text : otherwise;
	}

	private static @Nullable String text(Frames frames, int index) {
		return (index < frames.size()) ? frames.text(index) : null;
	}

}
