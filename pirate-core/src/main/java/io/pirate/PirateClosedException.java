package io.pirate;

/** The client was closed before the call was answered, or is closed already. */
public final class PirateClosedException extends PirateException {

	private static final long serialVersionUID = 1L;

	public PirateClosedException(String message) {
		super(message);
	}

}
