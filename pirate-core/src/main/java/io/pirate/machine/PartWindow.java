package io.pirate.machine;

/**
 * How many parts of a reply may be on their way: enough that nobody waits for credit over
 * a usual network, few enough that a slow reader costs little memory.
 */
final class PartWindow {

	/** What a client grants at first, and what a worker holds of one stream at most. */
	static final int PARTS = 64;

	private PartWindow() {
	}

}
