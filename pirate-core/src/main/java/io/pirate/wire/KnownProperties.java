package io.pirate.wire;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The protocol's own names, each with a bit, so that a set of them is an {@code int} and
 * a name is recognised where it stands, without a String and without a look at the
 * others.
 */
final class KnownProperties {

	private static final String[] NAMES = { Property.ATTEMPT, Property.BUDGET, Property.ONCE, Property.DONE,
			Property.CONTENT_TYPE, Property.QUEUE, Property.SERVICE, Property.GRACE, Property.CREDIT, Property.CANCEL,
			Property.STATUS, Property.CODE, Property.REASON, Property.PART, Property.MORE, Property.EPOCH,
			Property.ALONE };

	/** Bytes of the longest name: each fits into a {@code long}. */
	private static final int LONGEST = Long.BYTES;

	private static final int PLACE_BITS = 6;

	private static final int PLACES = 1 << PLACE_BITS;

	private static final long FACTOR = 0x9E3779B97F4A7C15L;

	/** Hash table of indexes of {@link #NAMES}, plus one, by the name as a String. */
	private static final byte[] BY_HASH = new byte[PLACES];

	/** Hash table of the names' bytes, 0 where there is none. */
	private static final long[] PACKED = new long[PLACES];

	/** The index of the name in the same place of {@link #PACKED}. */
	private static final byte[] BY_PACKED = new byte[PLACES];

	static {
		for (int i = 0; i < NAMES.length; i++) {
			int place = NAMES[i].hashCode() & (PLACES - 1);
			while (BY_HASH[place] != 0) {
				place = (place + 1) & (PLACES - 1);
			}
			BY_HASH[place] = (byte) (i + 1);
			byte[] bytes = NAMES[i].getBytes(StandardCharsets.US_ASCII);
			long packed = packed(bytes, 0, bytes.length);
			place = placeOf(packed);
			while (PACKED[place] != 0) {
				place = (place + 1) & (PLACES - 1);
			}
			PACKED[place] = packed;
			BY_PACKED[place] = (byte) i;
		}
	}

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

	static final int SERVICE = bit(Property.SERVICE);

	static final int DONE = bit(Property.DONE);

	static final int ONCE = bit(Property.ONCE);

	static final int ALONE = bit(Property.ALONE);

	static final int ATTEMPT = bit(Property.ATTEMPT);

	static final int CONTROL = bits(Property.CREDIT, Property.CANCEL);

	static final int STATUS = bit(Property.STATUS);

	private KnownProperties() {
	}

	/** The bit of a name, or {@link #NONE}. */
	static int bit(String name) {
		int place = name.hashCode() & (PLACES - 1);
		while (BY_HASH[place] != 0) {
			int index = BY_HASH[place] - 1;
			if (NAMES[index].equals(name)) {
				return 1 << index;
			}
			place = (place + 1) & (PLACES - 1);
		}
		return NONE;
	}

	/** The bit of the name that stands there, or {@link #NONE}. */
	static int bitAt(byte[] bytes, int start, int length) {
		if (length > LONGEST) {
			return NONE;
		}
		long packed = packed(bytes, start, length);
		int place = placeOf(packed);
		while (PACKED[place] != 0) {
			if (PACKED[place] == packed) {
				return 1 << BY_PACKED[place];
			}
			place = (place + 1) & (PLACES - 1);
		}
		return NONE;
	}

	private static long packed(byte[] bytes, int start, int length) {
		long packed = 0;
		for (int i = start; i < start + length; i++) {
			packed = (packed << Byte.SIZE) | (bytes[i] & 0xff);
		}
		return packed;
	}

	private static int placeOf(long packed) {
		return (int) ((packed * FACTOR) >>> (Long.SIZE - PLACE_BITS));
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
