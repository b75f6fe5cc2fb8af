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
	private static final int POOL_IDS = 100;

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * For each thread what some ids need, and in front how many of them are used up:
	 * bytes that keep no class of ours alive.
	 */
	private static final ThreadLocal<byte[]> POOL = ThreadLocal.withInitial(FreshId::usedUp);

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

	private static byte[] usedUp() {
		byte[] pool = new byte[1 + POOL_IDS * BYTES];
		pool[0] = POOL_IDS;
		return pool;
	}

	private static void draw(byte[] bytes) {
		byte[] pool = POOL.get();
		if (pool[0] == POOL_IDS) {
			RANDOM.nextBytes(pool);
			pool[0] = 0;
		}
		int from = 1 + pool[0] * BYTES;
		System.arraycopy(pool, from, bytes, 0, BYTES);
		// nobody shall find it in the memory afterwards
		Arrays.fill(pool, from, from + BYTES, (byte) 0);
		pool[0]++;
	}

}
