package io.pirate.wire;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The values of {@code :status} in a reply's call frame. */
public enum ReplyStatus {

	/** The handler answered; also the meaning of an absent {@code :status}. */
	OK,

	/** The handler failed, or the request could not be read. */
	ERROR,

	/** Not taken: overload, no worker, not allowed, shutting down, passive. */
	REJECTED,

	/** The worker died and the request may run once only, or died amid a stream. */
	LOST,

	/** The budget was used up before a handler started. */
	EXPIRED,

	/** Worker to queue: take it back. Not started, unless the code says otherwise. */
	RETURNED,

	/** A value of a later version; treated as {@link #ERROR}. */
	UNKNOWN;

	private final String text = name().toLowerCase(Locale.ROOT);

	/**
	 * The status on the wire.
	 * @return lower case ASCII
	 */
	public String text() {
		return this.text;
	}

	static ReplyStatus of(@Nullable String text) {
		if (text == null) {
			return OK;
		}
		for (ReplyStatus status : values()) {
			if (status != UNKNOWN && status.text.equals(text)) {
				return status;
			}
		}
		return UNKNOWN;
	}

}
