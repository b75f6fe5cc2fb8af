package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/**
 * The protocol's own names, each with a bit, so that a set of them is an {@code int} and
 * a name is recognised where it stands, without a String.
 */
final class KnownProperties {

	private static final String[] NAMES = { Property.ATTEMPT, Property.BUDGET, Property.ONCE, Property.DONE,
			Property.CONTENT_TYPE, Property.QUEUE, Property.SERVICE, Property.GRACE, Property.CREDIT, Property.CANCEL,
			Property.STATUS, Property.CODE, Property.REASON, Property.PART, Property.MORE, Property.EPOCH,
			Property.ALONE };

	/** Not a name of ours. */
	static final int NONE = 0;

	static final int ON_REQUESTS = bits(Property.ATTEMPT, Property.BUDGET, Property.ONCE, Property.DONE,
			Property.CONTENT_TYPE, Property.QUEUE, Property.SERVICE, Property.GRACE, Property.CREDIT, Property.CANCEL,
			Property.EPOCH, Property.ALONE);

	static final int ON_REPLIES = bits(Property.CONTENT_TYPE, Property.QUEUE, Property.STATUS, Property.CODE,
			Property.REASON, Property.PART, Property.MORE, Property.EPOCH);

	/** What a queue does not pass on to a worker, or writes anew. */
	static final int NOT_ON_LEASES = bits(Property.DONE, Property.SERVICE, Property.QUEUE, Property.BUDGET,
			Property.GRACE, Property.EPOCH, Property.ALONE);

	static final int QUEUE = bit(Property.QUEUE);

	static final int BUDGET = bit(Property.BUDGET);

	private KnownProperties() {
	}

	/** The bit of a name, or {@link #NONE}; it is nearly always the constant itself. */
	@SuppressWarnings({ "ReferenceEquality", "StringEquality" })
	static int bit(String name) {
		for (int i = 0; i < NAMES.length; i++) {
			if (NAMES[i] == name) {
				return 1 << i;
			}
		}
		return Property.isReserved(name) ? bitOfEqual(name) : NONE;
	}

	private static int bitOfEqual(String name) {
		for (int i = 0; i < NAMES.length; i++) {
			if (NAMES[i].equals(name)) {
				return 1 << i;
			}
		}
		return NONE;
	}

	/** The bit of the name that stands there, or {@link #NONE}. */
	static int bitAt(byte[] bytes, int start, int length) {
		for (int i = 0; i < NAMES.length; i++) {
			if (isAt(NAMES[i], bytes, start, length)) {
				return 1 << i;
			}
		}
		return NONE;
	}

	/** The name that stands there as a constant, so that reading it makes no String. */
	static @Nullable String nameAt(byte[] bytes, int start, int length) {
		int bit = bitAt(bytes, start, length);
		return (bit != NONE) ? NAMES[Integer.numberOfTrailingZeros(bit)] : null;
	}

	/** Whether exactly that name stands there. */
	static boolean isAt(String name, byte[] bytes, int start, int length) {
		if (name.length() != length || name.charAt(length - 1) != bytes[start + length - 1]) {
			return false;
		}
		for (int i = 0; i < length - 1; i++) {
			if (name.charAt(i) != bytes[start + i]) {
				return false;
			}
		}
		return true;
	}

	private static int bits(String... names) {
		int bits = 0;
		for (String name : names) {
			bits |= bit(name);
		}
		return bits;
	}

}
