package io.pirate.spring;

/**
 * Thrown by a worker's method that wants the caller to see a code of its own: it arrives
 * there as {@link io.pirate.RemoteFailureException}.
 */
public final class ErrorReplyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	/**
	 * A failure with a code.
	 * @param code machine-readable, letters, digits, dots and dashes
	 * @param reason for people; it crosses the wire
	 */
	public ErrorReplyException(String code, String reason) {
		super(reason);
		if (!code.matches("[A-Za-z0-9._-]{1,64}")) {
			throw new IllegalArgumentException("a code is made of 1 to 64 letters, digits, dots and dashes: " + code);
		}
		this.code = code;
	}

	/**
	 * Why, for programs.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

}
