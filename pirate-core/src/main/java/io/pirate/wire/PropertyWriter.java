package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Writes properties as they stand on the wire; the last value set for a name wins. Not
 * thread-safe.
 */
final class PropertyWriter {

	private static final int LONGEST_NAME = 255;

	private static final int EXPECTED_BYTES = 96;

	/** Until so many headers a search for each is cheaper than a set. */
	private static final int FEW = 8;

	private byte[] out = new byte[EXPECTED_BYTES];

	private int used;

	private int known;

	private int headers;

	/** The names of the headers, once they are more than a few. */
	private @Nullable Set<String> names;

	/** A result has the array: the next change needs another. */
	private boolean shared;

	static void requireName(String name) {
		if (name.isEmpty() || name.length() > LONGEST_NAME || !isName(name)) {
			throw new IllegalArgumentException("a header's name must be 1 to 255 printable ASCII characters");
		}
	}

	private static boolean isName(String name) {
		for (int i = 0; i < name.length(); i++) {
			if (!isNameCharacter(name.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	static boolean isNameCharacter(int character) {
		return character > 0x20 && character < 0x7f;
	}

	/** Writes everything in front of a value. */
	static void putHead(ByteBuffer out, String name, int length) {
		out.put((byte) name.length());
		for (int i = 0; i < name.length(); i++) {
			out.put((byte) name.charAt(i));
		}
		out.putInt(length);
	}

	PropertyWriter bytes(String name, byte[] value, int start, int length) {
		ByteBuffer room = room(name, length);
		room.put(value, start, length);
		return this;
	}

	PropertyWriter number(String name, int value) {
		room(name, Integer.BYTES).putInt(value);
		return this;
	}

	PropertyWriter large(String name, long value) {
		room(name, Long.BYTES).putLong(value);
		return this;
	}

	PropertyWriter flag(String name) {
		room(name, 0);
		return this;
	}

	Properties end() {
		this.shared = true;
		return (this.used == 0) ? Properties.NONE : new Properties(this.out, 0, this.used, this.known, Places.NONE);
	}

	/** Makes room for a value of that name. */
	private ByteBuffer room(String name, int length) {
		requireName(name);
		int bit = KnownProperties.bit(name);
		if ((bit == KnownProperties.NONE) ? mayBeThere(name) : (this.known & bit) != 0) {
			remove(name);
		}
		this.known |= bit;
		int bytes = 1 + name.length() + Integer.BYTES + length;
		if (this.shared || this.used + bytes > this.out.length) {
			this.out = Arrays.copyOf(this.out, Math.max(this.out.length, 2 * (this.used + bytes)));
			this.shared = false;
		}
		ByteBuffer room = ByteBuffer.wrap(this.out);
		room.position(this.used);
		putHead(room, name, length);
		this.used += bytes;
		return room;
	}

	/** Whether a header has to be looked for before it is written. */
	private boolean mayBeThere(String name) {
		if (++this.headers <= FEW) {
			return true;
		}
		Set<String> written = this.names;
		if (written == null) {
			written = new HashSet<>();
			for (int at = 0; at < this.used; at = next(at)) {
				written.add(new String(this.out, at + 1, this.out[at] & 0xff, StandardCharsets.ISO_8859_1));
			}
			this.names = written;
		}
		return !written.add(name);
	}

	private int next(int at) {
		int value = at + 1 + (this.out[at] & 0xff) + Integer.BYTES;
		return value + Properties.intAt(this.out, value - Integer.BYTES);
	}

	private void remove(String name) {
		int at = 0;
		while (at < this.used) {
			int length = this.out[at] & 0xff;
			int next = next(at);
			if (KnownProperties.isAt(name, this.out, at + 1, length)) {
				byte[] less = new byte[this.out.length];
				System.arraycopy(this.out, 0, less, 0, at);
				System.arraycopy(this.out, next, less, at, this.used - next);
				this.out = less;
				this.shared = false;
				this.used -= next - at;
				return;
			}
			at = next;
		}
	}

}
