package io.pirate;

/** What carries calls. */
public enum Lane {

	/** One DEALER for each endpoint carries all calls, matched by their call frames. */
	SHARED,

	/**
	 * One call for each socket, REQ-shaped, closed and reopened after each timeout: for
	 * foreign brokers that do not return the whole address stack.
	 */
	EXCLUSIVE

}
