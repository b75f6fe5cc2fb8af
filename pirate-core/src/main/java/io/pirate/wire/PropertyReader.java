package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads properties from a frame; total, like every decoder. Where they stand on the wire
 * as they should, which is nearly always, nothing is copied. Headers are not compared
 * with each other: a frame has room for ten thousand, and a queue looks at none.
 */
final class PropertyReader {

	private final byte[] frame;

	private final int start;

	private int end;

	/** Bits of what may be there. */
	private final int wanted;

	private int known;

	private long places = Places.NONE;

	/** The protocol's own once each, and nothing that does not belong here. */
	private boolean clean = true;

	private PropertyReader(byte[] frame, int start, int end, int wanted) {
		this.frame = frame;
		this.start = start;
		this.end = end;
		this.wanted = wanted;
	}

	/**
	 * Reads all properties from an offset to an end.
	 * @return the properties, or {@code null} if they do not fill that exactly
	 */
	static @Nullable Properties read(byte[] frame, int offset, int end, boolean request) {
		if (offset == end) {
			return Properties.NONE;
		}
		return of(frame, offset, end, request).read();
	}

	/**
	 * A reader of properties that an empty name may follow.
	 * @param frame where they stand
	 * @param offset of the first one
	 * @param end of what may be read
	 * @param request whether they are a request's
	 * @return the reader
	 */
	static PropertyReader of(byte[] frame, int offset, int end, boolean request) {
		int wanted = request ? KnownProperties.ON_REQUESTS : KnownProperties.ON_REPLIES;
		return new PropertyReader(frame, offset, end, wanted);
	}

	/**
	 * Reads up to an empty name.
	 * @return the properties, or {@code null} if there is none, or one of them is torn
	 */
	@Nullable Properties readToEmptyName() {
		int next = scan();
		if (next < 0 || next == this.end) {
			return null;
		}
		this.end = next;
		return properties();
	}

	private @Nullable Properties read() {
		return (scan() == this.end) ? properties() : null;
	}

	private Properties properties() {
		if (this.start == this.end) {
			return Properties.NONE;
		}
		return this.clean ? new Properties(this.frame, this.start, this.end, this.known, this.places) : pick();
	}

	/** The index of an empty name, or the end; -1 if something is torn or wrong. */
	private int scan() {
		int at = this.start;
		while (at < this.end && this.frame[at] != 0) {
			int nameEnd = at + 1 + (this.frame[at] & 0xff);
			int length = (nameEnd <= this.end - Integer.BYTES) ? Properties.intAt(this.frame, nameEnd) : -1;
			int value = nameEnd + Integer.BYTES;
			if (length < 0 || length > this.end - value || !take(at, nameEnd)) {
				return -1;
			}
			at = value + length;
		}
		return at;
	}

	/** Notes a property, unless it has no name. */
	private boolean take(int at, int nameEnd) {
		int from = at + 1;
		if (this.frame[from] != Property.RESERVED) {
			return isName(from, nameEnd);
		}
		int bit = KnownProperties.bitAt(this.frame, from, nameEnd - from);
		int fresh = bit & this.wanted & ~this.known;
		this.clean &= fresh != KnownProperties.NONE;
		this.known |= fresh;
		if ((fresh & Places.REMEMBERED) != 0) {
			this.places = Places.with(this.places, fresh, at - this.start);
		}
		return bit != KnownProperties.NONE || isName(from, nameEnd);
	}

	private boolean isName(int from, int to) {
		for (int i = from; i < to; i++) {
			if (!PropertyWriter.isNameCharacter(this.frame[i])) {
				return false;
			}
		}
		return true;
	}

	/** All headers, and the wanted ones of the protocol once each: the first. */
	private Properties pick() {
		byte[] picked = new byte[this.end - this.start];
		int used = 0;
		int seenBits = 0;
		for (int at = this.start; at < this.end; at = next(at)) {
			boolean take = true;
			if (this.frame[at + 1] == Property.RESERVED) {
				int bit = KnownProperties.bitAt(this.frame, at + 1, this.frame[at] & 0xff) & this.wanted;
				take = bit != KnownProperties.NONE && (seenBits & bit) == 0;
				seenBits |= bit;
			}
			if (take) {
				System.arraycopy(this.frame, at, picked, used, next(at) - at);
				used += next(at) - at;
			}
		}
		return (used == 0) ? Properties.NONE : new Properties(picked, 0, used, seenBits, Places.NONE);
	}

	private int next(int at) {
		int value = at + 1 + (this.frame[at] & 0xff) + Integer.BYTES;
		return value + Properties.intAt(this.frame, value - Integer.BYTES);
	}

}
