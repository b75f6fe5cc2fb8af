package io.pirate.dedup;

/** A memory of replies does not work: the message says what is wrong. */
public final class DeduplicationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public DeduplicationException(String message, Throwable cause) {
		super(message, cause);
	}

}
