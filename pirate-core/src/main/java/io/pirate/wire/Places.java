package io.pirate.wire;

/**
 * Where the properties stand that a queue reads of every request or cuts out of it,
 * relative to the first one: found once, so that nobody has to walk. In 16 bits each.
 */
final class Places {

	/** Nothing is known; it may be there all the same. */
	static final long NONE = 0;

	/** Bits of {@link KnownProperties} whose places are remembered. */
	static final int REMEMBERED = KnownProperties.BUDGET | KnownProperties.SERVICE | KnownProperties.DONE;

	static final int UNKNOWN = -1;

	private static final int PLACE = 0xffff;

	private Places() {
	}

	/** The place of one more; one that is too far away is not remembered. */
	static long with(long places, int bit, int place) {
		return (place < PLACE) ? places | ((long) (place + 1) << shift(bit)) : places;
	}

	/** Where that property stands, or {@link #UNKNOWN}. */
	static int of(long places, int bit) {
		return ((bit & REMEMBERED) != 0) ? (int) ((places >>> shift(bit)) & PLACE) - 1 : UNKNOWN;
	}

	private static int shift(int bit) {
		if (bit == KnownProperties.BUDGET) {
			return 0;
		}
		return (bit == KnownProperties.SERVICE) ? Short.SIZE : 2 * Short.SIZE;
	}

}
