package io.pirate.machine;

import java.util.function.LongSupplier;

/**
 * Where a key goes in a hash table. Origins and numbers are chosen by peers: who knew
 * this function could choose many that go to one place, and make every look-up slow. So
 * it has a secret.
 */
final class Scatter {

	/** So that a table works with a bad supply of chance, too. */
	private static final long[] SALT = { 0x9E3779B97F4A7C15L, 0xBF58476D1CE4E5B9L, 0x94D049BB133111EBL };

	private final long one;

	private final long two;

	private final long last;

	/**
	 * A function that nobody else knows.
	 * @param random what it is drawn from
	 */
	Scatter(LongSupplier random) {
		this.one = random.getAsLong() ^ SALT[0];
		this.two = random.getAsLong() ^ SALT[1];
		this.last = random.getAsLong() ^ SALT[2];
	}

	/**
	 * The hash of a key.
	 * @return any int, whose lower bits are as good as its upper ones
	 */
	int of(long first, long second) {
		return (int) folded(folded(first ^ this.one, second ^ this.two) ^ this.two, this.last);
	}

	/** Both halves of a product: every bit of it depends on every bit of both. */
	private static long folded(long one, long two) {
		return (one * two) ^ Math.multiplyHigh(one, two);
	}

}
