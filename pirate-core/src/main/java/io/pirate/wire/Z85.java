package io.pirate.wire;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Keys as text, ZeroMQ RFC 32: 32 bytes are 40 characters that need no quotes in most
 * places. Pure and total: bad text is {@code null}.
 */
public final class Z85 {

	/** Bytes of a key. */
	public static final int KEY_BYTES = 32;

	/** Characters of a key. */
	public static final int KEY_CHARACTERS = 40;

	private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
			+ "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

	private static final int BASE = 85;

	private static final int GROUP_CHARACTERS = 5;

	private static final int GROUP_BYTES = 4;

	private static final long GROUP_LIMIT = 1L << 32;

	private static final int[] VALUES = values();

	private Z85() {
	}

	/**
	 * Writes a key.
	 * @param key 32 bytes
	 * @return 40 characters
	 */
	public static String encode(byte[] key) {
		if (key.length != KEY_BYTES) {
			throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes: " + key.length);
		}
		StringBuilder text = new StringBuilder(KEY_CHARACTERS);
		for (int from = 0; from < KEY_BYTES; from += GROUP_BYTES) {
			long group = 0;
			for (int i = 0; i < GROUP_BYTES; i++) {
				group = group << Byte.SIZE | (key[from + i] & 0xff);
			}
			for (long place = (long) BASE * BASE * BASE * BASE; place > 0; place /= BASE) {
				text.append(DIGITS.charAt((int) (group / place % BASE)));
			}
		}
		return text.toString();
	}

	/**
	 * Reads a key.
	 * @param text what should be 40 characters
	 * @return 32 bytes, or {@code null} if it is no key
	 */
	public static byte @Nullable [] decode(String text) {
		if (text.length() != KEY_CHARACTERS) {
			return null;
		}
		byte[] key = new byte[KEY_BYTES];
		int at = 0;
		for (int from = 0; from < KEY_CHARACTERS; from += GROUP_CHARACTERS) {
			long group = group(text, from);
			if (group < 0 || group >= GROUP_LIMIT) {
				return null;
			}
			for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
				key[at++] = (byte) (group >> shift);
			}
		}
		return key;
	}

	private static long group(String text, int from) {
		long group = 0;
		for (int i = from; i < from + GROUP_CHARACTERS; i++) {
			char digit = text.charAt(i);
			int value = (digit < VALUES.length) ? VALUES[digit] : -1;
			if (value < 0) {
				return -1;
			}
			group = group * BASE + value;
		}
		return group;
	}

	private static int[] values() {
		int[] values = new int[Byte.MAX_VALUE];
		Arrays.fill(values, -1);
		for (int i = 0; i < BASE; i++) {
			values[DIGITS.charAt(i)] = i;
		}
		return values;
	}

}
