package io.pirate.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects properties into three arrays, which the result then shares. Not thread-safe.
 */
final class PropertyWriter {

	private static final int EXPECTED = 8;

	private static final int EXPECTED_BYTES = 64;

	private String[] names = new String[EXPECTED];

	private int[] spans = new int[2 * EXPECTED];

	private int count;

	private byte[] source = new byte[EXPECTED_BYTES];

	private int used;

	/** A result has the arrays: the next change needs others. */
	private boolean shared;

	void bytes(String name, byte[] value, int start, int length) {
		int at = room(name, length);
		System.arraycopy(value, start, this.source, at, length);
	}

	void number(String name, int value) {
		int at = room(name, Integer.BYTES);
		ByteBuffer.wrap(this.source).putInt(at, value);
	}

	void large(String name, long value) {
		int at = room(name, Long.BYTES);
		ByteBuffer.wrap(this.source).putLong(at, value);
	}

	void flag(String name) {
		room(name, 0);
	}

	Properties end() {
		this.shared = true;
		return (this.count == 0) ? Properties.NONE : new Properties(this.names, this.spans, this.count, this.source);
	}

	/** Makes room for a value of that name, and says where. */
	private int room(String name, int length) {
		Properties.requireName(name);
		if (this.shared || this.used + length > this.source.length || this.count == this.names.length) {
			grow(length);
		}
		int index = 0;
		while (index < this.count && !this.names[index].equals(name)) {
			index++;
		}
		this.count = Math.max(this.count, index + 1);
		this.names[index] = name;
		this.spans[2 * index] = this.used;
		this.spans[2 * index + 1] = length;
		this.used += length;
		return this.used - length;
	}

	private void grow(int length) {
		this.shared = false;
		int most = (this.count == this.names.length) ? 2 * this.count : this.names.length;
		this.names = Arrays.copyOf(this.names, most);
		this.spans = Arrays.copyOf(this.spans, 2 * most);
		this.source = Arrays.copyOf(this.source, Math.max(this.source.length, 2 * (this.used + length)));
	}

}
