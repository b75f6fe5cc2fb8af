package io.pirate;

/** An address could not be bound, so nothing was started. */
public final class BindException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String endpoint;

	/**
	 * The failure.
	 * @param endpoint what was to be bound
	 * @param message why it was not
	 */
	public BindException(String endpoint, String message) {
		super("Cannot bind " + endpoint + ": " + message);
		this.endpoint = endpoint;
	}

	public String endpoint() {
		return this.endpoint;
	}

}
