package io.pirate.machine;

/** What a queue of ours does about a request whose worker died. */
public enum Leases {

	/** Gives it to another one, up to its own most deliveries. */
	MANY,

	/**
	 * Answers {@code lost}: the caller decides. Unlike an at most once call it may be
	 * sent again to a queue that was restarted.
	 */
	ONE,

	/**
	 * The same; and its worker gets nothing else meanwhile, so that only the request
	 * itself can have ended it.
	 */
	ONE_ALONE

}
