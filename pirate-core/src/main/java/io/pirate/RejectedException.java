package io.pirate;

import io.pirate.wire.ServiceName;

/**
 * Explicitly not taken: the client, the queue or the server is busy or shutting down, or
 * does not allow it. The rejected attempt certainly did not run; an earlier, unanswered
 * one may have, unless the call was at most once. Ask again later, or elsewhere. Only
 * {@code too-slow} comes amid a reply in parts: they were not taken in time.
 */
public final class RejectedException extends PirateException {

	private static final long serialVersionUID = 1L;

	private final String code;

	public RejectedException(ServiceName service, String code, String reason) {
		super("Request to '" + service + "' rejected (" + code + "): " + reason);
		this.code = code;
	}

	/**
	 * Why, for programs: for example {@code busy}, {@code no-worker}, {@code denied} or
	 * {@code shutting-down}.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

}
