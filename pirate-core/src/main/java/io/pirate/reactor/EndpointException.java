package io.pirate.reactor;

/** An endpoint that cannot be used as it is; the message names the remedy. */
public final class EndpointException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String endpoint;

	private final String reason;

	EndpointException(String endpoint, String reason) {
		super("Endpoint '" + endpoint + "' cannot be used: " + reason);
		this.endpoint = endpoint;
		this.reason = reason;
	}

	public String endpoint() {
		return this.endpoint;
	}

	/**
	 * Why, and what to write instead.
	 * @return the reason without the endpoint
	 */
	public String reason() {
		return this.reason;
	}

}
