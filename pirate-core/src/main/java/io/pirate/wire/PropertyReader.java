package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads properties from a frame; total, like every decoder. Where they stand on the wire
 * as they should, which is nearly always, nothing is copied.
 */
final class PropertyReader {

	/** Until so many headers a search for each is cheaper than a set. */
	private static final int FEW = 8;

	private final byte[] frame;

	private final int start;

	private final int end;

	/** Bits of what may be there. */
	private final int wanted;

	private int known;

	private int headers;

	private PropertyReader(byte[] frame, int start, int end, int wanted) {
		this.frame = frame;
		this.start = start;
		this.end = end;
		this.wanted = wanted;
	}

	/**
	 * Where the properties end that are followed by an empty name.
	 * @return the empty name's index, or -1 if there is none
	 */
	static int endOf(byte[] frame, int offset) {
		int at = offset;
		while (at >= 0 && at < frame.length && frame[at] != 0) {
			at += 1 + (frame[at] & 0xff);
			if (at > frame.length - Integer.BYTES) {
				return -1;
			}
			int length = Properties.intAt(frame, at);
			at = (length < 0 || length > frame.length) ? -1 : at + Integer.BYTES + length;
		}
		return (at < frame.length) ? at : -1;
	}

	/**
	 * Reads all properties from an offset to an end.
	 * @return the properties, or {@code null} if they do not fill that exactly
	 */
	static @Nullable Properties read(byte[] frame, int offset, int end, boolean request) {
		if (offset == end) {
			return Properties.NONE;
		}
		int wanted = request ? KnownProperties.ON_REQUESTS : KnownProperties.ON_REPLIES;
		return new PropertyReader(frame, offset, end, wanted).read();
	}

	private @Nullable Properties read() {
		boolean clean = true;
		for (int at = this.start; at < this.end;) {
			int nameEnd = at + 1 + (this.frame[at] & 0xff);
			int length = (nameEnd <= this.end - Integer.BYTES) ? Properties.intAt(this.frame, nameEnd) : -1;
			int value = nameEnd + Integer.BYTES;
			if (length < 0 || length > this.end - value || !isName(at + 1, nameEnd)) {
				return null;
			}
			clean &= isNewAndWanted(at + 1, nameEnd);
			at = value + length;
		}
		return (clean && this.headers <= FEW) ? new Properties(this.frame, this.start, this.end, this.known) : pick();
	}

	private boolean isName(int from, int to) {
		for (int i = from; i < to; i++) {
			if (!PropertyWriter.isNameCharacter(this.frame[i])) {
				return false;
			}
		}
		return from < to;
	}

	private boolean isNewAndWanted(int from, int to) {
		if (this.frame[from] == Property.RESERVED) {
			int bit = KnownProperties.bitAt(this.frame, from, to - from) & this.wanted;
			boolean isNew = bit != KnownProperties.NONE && (this.known & bit) == 0;
			this.known |= bit;
			return isNew;
		}
		this.headers++;
		return this.headers > FEW || this.headers == 1 || isFirst(from, to);
	}

	private boolean isFirst(int from, int to) {
		for (int at = this.start; at + 1 < from; at = next(at)) {
			int length = this.frame[at] & 0xff;
			if (length == to - from && equal(at + 1, from, length)) {
				return false;
			}
		}
		return true;
	}

	private boolean equal(int one, int other, int length) {
		for (int i = 0; i < length; i++) {
			if (this.frame[one + i] != this.frame[other + i]) {
				return false;
			}
		}
		return true;
	}

	/** The wanted ones, each once: the first. */
	private Properties pick() {
		byte[] picked = new byte[this.end - this.start];
		int used = 0;
		int seenBits = 0;
		Set<String> seen = new HashSet<>();
		for (int at = this.start; at < this.end; at = next(at)) {
			int length = this.frame[at] & 0xff;
			boolean take;
			if (this.frame[at + 1] == Property.RESERVED) {
				int bit = KnownProperties.bitAt(this.frame, at + 1, length) & this.wanted;
				take = bit != KnownProperties.NONE && (seenBits & bit) == 0;
				seenBits |= bit;
			}
			else {
				take = seen.add(new String(this.frame, at + 1, length, StandardCharsets.ISO_8859_1));
			}
			if (take) {
				System.arraycopy(this.frame, at, picked, used, next(at) - at);
				used += next(at) - at;
			}
		}
		return (used == 0) ? Properties.NONE : new Properties(picked, 0, used, seenBits);
	}

	private int next(int at) {
		int value = at + 1 + (this.frame[at] & 0xff) + Integer.BYTES;
		return value + Properties.intAt(this.frame, value - Integer.BYTES);
	}

}
