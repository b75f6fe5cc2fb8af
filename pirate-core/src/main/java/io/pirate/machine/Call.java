package io.pirate.machine;

import io.pirate.wire.Request;

/** A user's request on its way through a client, as its owner sees it. */
public interface Call {

	Request request();

	RetryPolicy policy();

	/**
	 * Tells how the call ended; called exactly once, on the thread that runs the machine:
	 * return at once.
	 * @param outcome how
	 */
	void end(Outcome outcome);

}
