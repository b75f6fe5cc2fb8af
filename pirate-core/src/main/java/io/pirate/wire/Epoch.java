package io.pirate.wire;

import java.nio.ByteBuffer;

/**
 * The epoch a queue of a pair serves in, as it travels: {@code :epoch} on a lease, and on
 * the answer of a worker that has seen a higher one. Eight bytes.
 */
public final class Epoch {

	/** No pair, no epoch. */
	public static final long NONE = 0;

	/**
	 * Beyond every epoch that was ever served in. Who claims more could leave no room
	 * above it.
	 */
	private static final long LARGEST = 1L << 52;

	private Epoch() {
	}

	static boolean isValid(long epoch) {
		return epoch >= NONE && epoch < LARGEST;
	}

	/**
	 * The epoch on a call frame.
	 * @param frame a lease, or the answer to one
	 * @return its epoch, or {@link #NONE}
	 */
	public static long of(CallFrame frame) {
		long epoch = frame.properties.large(Property.EPOCH, NONE);
		return isValid(epoch) ? epoch : NONE;
	}

	/**
	 * The same frame in an epoch.
	 * @param frame any call frame
	 * @param epoch the epoch
	 * @return a frame that tells it, if there is room
	 */
	public static CallFrame on(CallFrame frame, long epoch) {
		return new CallFrame(frame.origin(), frame.number(), frame.properties.with(Property.EPOCH, epoch));
	}

}
