package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/** What a Titanic answers, RFC 9. The first frame is its status. */
public sealed interface TspReply permits TspReply.Stored, TspReply.Answered, TspReply.Pending, TspReply.Unknown,
		TspReply.Closed, TspReply.Failed, Malformed {

	/**
	 * {@code [200][id]}: the request is on disk.
	 *
	 * @param id 32 hex digits
	 */
	record Stored(String id) implements TspReply {
	}

	/**
	 * {@code [200][body…]}: the service succeeded.
	 *
	 * @param body what it replied, at least one frame
	 */
	record Answered(Frames body) implements TspReply {
	}

	/** {@code [300]}: not executed yet. */
	enum Pending implements TspReply {

		/** The only one. */
		INSTANCE

	}

	/** {@code [400]}: no such request, or it was closed. */
	enum Unknown implements TspReply {

		/** The only one. */
		INSTANCE

	}

	/** {@code [200]}: forgotten, or never known. */
	enum Closed implements TspReply {

		/** The only one. */
		INSTANCE

	}

	/**
	 * {@code [500]}, and from a Titanic of ours {@code [status][code][reason]}: refused,
	 * not stored, or executed without success.
	 *
	 * @param status {@link ReplyStatus#REJECTED} if it was not taken,
	 * {@link ReplyStatus#ERROR} if storing or executing it failed,
	 * {@link ReplyStatus#LOST} if it is a dead letter, {@link ReplyStatus#EXPIRED} if it
	 * got too old; {@link ReplyStatus#UNKNOWN} if nobody says
	 * @param code machine-readable, or {@code null} if nobody says
	 * @param reason for people, or {@code null} if nobody says
	 */
	record Failed(ReplyStatus status, @Nullable String code, @Nullable String reason) implements TspReply {
	}

}
