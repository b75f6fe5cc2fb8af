package io.pirate;

/** A Titanic's store cannot be opened. The message says what is wrong and what to do. */
public final class TitanicStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public TitanicStoreException(String message, Throwable cause) {
		super(message, cause);
	}

}
