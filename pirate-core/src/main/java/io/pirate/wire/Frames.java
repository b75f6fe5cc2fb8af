package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The parts of one message: an immutable view over arrays that nobody changes any more.
 * <p>
 * Slices share the arrays. Equality is by content. Safe for use by many threads.
 */
public final class Frames {

	/** No frames at all. */
	public static final Frames NONE = new Frames(new byte[0][], 0, 0);

	private static final int PRINTABLE_LIMIT = 40;

	private final byte[][] parts;

	private final int start;

	private final int size;

	private Frames(byte[][] parts, int start, int size) {
		this.parts = parts;
		this.start = start;
		this.size = size;
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
	 * The array of one frame, shared: it must not be changed.
	 * @param index from 0
	 * @return the frame's bytes
	 */
	public byte[] frame(int index) {
		return this.parts[this.start + Objects.checkIndex(index, this.size)];
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
			sum += frame(i).length;
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
		return (from == to) ? NONE : new Frames(this.parts, this.start + from, to - from);
	}

	/**
	 * The index of the first empty frame, the delimiter of an envelope.
	 * @return the index, or -1 if there is none
	 */
	public int delimiter() {
		for (int i = 0; i < this.size; i++) {
			if (frame(i).length == 0) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Copies the references of all frames into an array.
	 * @param target where to
	 * @param offset first index to fill
	 * @return the index after the last one filled
	 */
	public int copyTo(byte[][] target, int offset) {
		System.arraycopy(this.parts, this.start, target, offset, this.size);
		return offset + this.size;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Frames that && Arrays.equals(this.parts, this.start, this.start + this.size, that.parts,
				that.start, that.start + that.size, Arrays::compare);
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
