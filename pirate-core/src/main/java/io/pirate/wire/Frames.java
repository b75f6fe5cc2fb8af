package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The parts of one message: an immutable view over arrays that nobody changes any more.
 * <p>
 * Slices share the arrays. Equality is by content. Safe for use by many threads.
 */
public final class Frames {

	/** No frames at all. */
	public static final Frames NONE = new Frames(new byte[0][], 0, 0);

	private static final int PRINTABLE_LIMIT = 40;

	private static final byte[][] NO_PARTS = {};

	private final byte[][] parts;

	/** The array of the only frame, which needs no other around it. */
	private final byte @Nullable [] only;

	private final int start;

	private final int size;

	/** Where the only frame begins in its array; 0 if there are more. */
	private final int offset;

	private Frames(byte[][] parts, int start, int size) {
		this.parts = parts;
		this.only = null;
		this.start = start;
		this.size = size;
		this.offset = 0;
	}

	private Frames(byte[] only, int offset) {
		this.parts = NO_PARTS;
		this.only = only;
		this.start = 0;
		this.size = 1;
		this.offset = offset;
	}

	/**
	 * Takes the arrays over without a copy; the caller must not touch them again.
	 * @param parts the frames in order
	 * @return their view
	 */
	public static Frames of(byte[]... parts) {
		return (parts.length == 0) ? NONE : new Frames(parts, 0, parts.length);
	}

	/**
	 * Takes an array over as the only frame, without a copy.
	 * @param frame not to be touched any more
	 * @return its view
	 */
	public static Frames ofOne(byte[] frame) {
		return new Frames(frame, 0);
	}

	/**
	 * One frame that is the end of an array, which is not copied: for whoever passes it
	 * on without a look at it.
	 * @param array the array, not to be changed any more
	 * @param offset where the frame begins
	 * @return its view
	 */
	public static Frames ofTail(byte[] array, int offset) {
		return new Frames(array, Objects.checkIndex(offset, array.length + 1));
	}

	/**
	 * One UTF-8 frame for each text.
	 * @param texts the texts in order
	 * @return the frames
	 */
	public static Frames ofText(String... texts) {
		byte[][] parts = new byte[texts.length][];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = texts[i].getBytes(StandardCharsets.UTF_8);
		}
		return of(parts);
	}

	public int size() {
		return this.size;
	}

	public boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * The array of one frame, shared: it must not be changed. A copy if the frame is the
	 * end of an array.
	 * @param index from 0
	 * @return the frame's bytes
	 */
	public byte[] frame(int index) {
		byte[] array = array(index);
		return (this.offset == 0) ? array : Arrays.copyOfRange(array, this.offset, array.length);
	}

	/**
	 * The length of one frame.
	 * @param index from 0
	 * @return bytes
	 */
	public int length(int index) {
		return array(index).length - this.offset;
	}

	/**
	 * Copies one frame.
	 * @param target has room for it
	 * @param index from 0
	 */
	public void putTo(ByteBuffer target, int index) {
		target.put(array(index), this.offset, length(index));
	}

	/**
	 * One frame to read from, without a copy: it must not be changed.
	 * @param index from 0
	 * @return the frame's bytes
	 */
	public ByteBuffer view(int index) {
		return ByteBuffer.wrap(array(index), this.offset, length(index));
	}

	/**
	 * The same frames in arrays of their own length, for whoever keeps them or looks at
	 * them often.
	 * @return these if they are so already
	 */
	public Frames detached() {
		return (this.offset == 0) ? this : ofOne(frame(0));
	}

	private byte[] array(int index) {
		int checked = Objects.checkIndex(index, this.size);
		return (this.only != null) ? this.only : this.parts[this.start + checked];
	}

	public String text(int index) {
		return new String(frame(index), StandardCharsets.UTF_8);
	}

	/**
	 * Sum of the lengths of all frames.
	 * @return the number of bytes
	 */
	public long byteCount() {
		long sum = 0;
		for (int i = 0; i < this.size; i++) {
			sum += length(i);
		}
		return sum;
	}

	public Frames from(int index) {
		return slice(index, this.size);
	}

	public Frames slice(int from, int to) {
		if (from < 0 || to > this.size || from > to) {
			throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + this.size);
		}
		if (from == to) {
			return NONE;
		}
		return (this.only != null) ? this : new Frames(this.parts, this.start + from, to - from);
	}

	/**
	 * The index of the first empty frame, the delimiter of an envelope.
	 * @return the index, or -1 if there is none
	 */
	public int delimiter() {
		for (int i = 0; i < this.size; i++) {
			if (length(i) == 0) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Puts the arrays of all frames into an array.
	 * @param target where to
	 * @param first index to fill
	 * @return the index after the last one filled
	 */
	public int copyTo(byte[][] target, int first) {
		if (this.only != null) {
			target[first] = frame(0);
		}
		else {
			System.arraycopy(this.parts, this.start, target, first, this.size);
		}
		return first + this.size;
	}

	@Override
	public boolean equals(Object other) {
		if (!(other instanceof Frames that) || this.size != that.size) {
			return false;
		}
		for (int i = 0; i < this.size; i++) {
			byte[] ours = array(i);
			byte[] theirs = that.array(i);
			if (!Arrays.equals(ours, this.offset, ours.length, theirs, that.offset, theirs.length)) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int hashCode() {
		int hash = this.size;
		for (int i = 0; i < this.size; i++) {
			hash = 31 * hash + Arrays.hashCode(frame(i));
		}
		return hash;
	}

	/** For tests and debugging: short printable frames as text, others as hex. */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < this.size; i++) {
			text.append('[').append(printable(frame(i))).append(']');
		}
		return text.toString();
	}

	private static String printable(byte[] frame) {
		for (byte b : frame) {
			if (b < 0x20 || b == 0x7f) {
				return HexFormat.of().formatHex(frame, 0, Math.min(frame.length, PRINTABLE_LIMIT));
			}
		}
		return new String(frame, 0, Math.min(frame.length, PRINTABLE_LIMIT), StandardCharsets.US_ASCII);
	}

}
