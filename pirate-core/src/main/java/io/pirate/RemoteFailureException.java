package io.pirate;

import io.pirate.wire.ServiceName;

/**
 * The worker's handler failed, or could not read the request. Asking again gives the same
 * answer unless the code says otherwise.
 */
public final class RemoteFailureException extends PirateException {

	private static final long serialVersionUID = 1L;

	private final String code;

	private final String reason;

	public RemoteFailureException(ServiceName service, String code, String reason) {
		super("'" + service + "' failed (" + code + "): " + reason);
		this.code = code;
		this.reason = reason;
	}

	/**
	 * Why, for programs: for example {@code bad-request} or {@code handler-failed}.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Why, for people.
	 * @return the worker's words
	 */
	public String reason() {
		return this.reason;
	}

}
