package io.pirate.machine;

/**
 * How many parts of one reply may be on their way: enough to hide a round trip, few
 * enough to bound the memory of every hop.
 */
final class PartWindow {

	/** Parts that may be sent before the first grant. */
	static final int PARTS = 64;

	/** Grants are made for so many at once. */
	static final int GRANT = PARTS / 2;

	private PartWindow() {
	}

}
