package io.pirate;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names that nobody else has and nobody can guess: 48 bits of the time in milliseconds,
 * then 80 of chance, as 32 hex digits. Those made one after the other are neighbours in
 * an index, so that a database writes one of its pages for many of them; names of chance
 * alone would cost a page each.
 */
final class FreshId {

	private static final int BYTES = 16;

	/** The low bits of a {@code long} that hold the time until the year 10889. */
	private static final int TIME_SHIFT = 16;

	/** Asking for many bytes costs about as much as asking for a few. */
	private static final int POOL_BYTES = 4096;

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final byte[] POOL = new byte[POOL_BYTES];

	private static int used = POOL_BYTES;

	private FreshId() {
	}

	static String next() {
		byte[] bytes = new byte[BYTES];
		draw(bytes);
		ByteBuffer id = ByteBuffer.wrap(bytes);
		long chance = id.getLong(0) & ((1L << TIME_SHIFT) - 1);
		id.putLong(0, (System.currentTimeMillis() << TIME_SHIFT) | chance);
		return HexFormat.of().formatHex(bytes);
	}

	private static synchronized void draw(byte[] bytes) {
		if (used + bytes.length > POOL_BYTES) {
			RANDOM.nextBytes(POOL);
			used = 0;
		}
		System.arraycopy(POOL, used, bytes, 0, bytes.length);
		// nobody shall find it in the memory afterwards
		Arrays.fill(POOL, used, used + bytes.length, (byte) 0);
		used += bytes.length;
	}

}
