package io.pirate;

/**
 * Root of everything a call can end with instead of a reply. One subtype for each
 * decision its caller can take.
 */
public sealed class PirateException extends RuntimeException
		permits NoReplyException, RejectedException, RemoteFailureException, OutcomeUnknownException,
		UnknownTicketException, PirateInterruptedException, PirateClosedException {

	private static final long serialVersionUID = 1L;

	PirateException(String message) {
		super(message);
	}

	PirateException(String message, Throwable cause) {
		super(message, cause);
	}

}
