package io.pirate.reactor;

/** An address could not be bound; nothing of the socket is left. */
public final class BindFailedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String endpoint;

	private final String reason;

	BindFailedException(String endpoint, String reason) {
		super("Cannot bind " + endpoint + ": " + reason);
		this.endpoint = endpoint;
		this.reason = reason;
	}

	public String endpoint() {
		return this.endpoint;
	}

	public String reason() {
		return this.reason;
	}

}
