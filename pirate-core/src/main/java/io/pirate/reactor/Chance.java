package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * What a queue draws: the secrets of its tables first, then a number for each lease. The
 * latter come from a fast generator, which whoever sees enough of them can follow, back
 * to its beginning, too: so the former do not. Not for use by several threads.
 */
final class Chance implements LongSupplier {

	/** More than a machine draws before its first lease. */
	private static final int SECRETS = 8;

	private final SecureRandom secure;

	private final SplittableRandom fast;

	private int drawn;

	Chance(SecureRandom secure) {
		this.secure = secure;
		this.fast = new SplittableRandom(secure.nextLong());
	}

	@Override
	public long getAsLong() {
		if (this.drawn < SECRETS) {
			this.drawn++;
			return this.secure.nextLong();
		}
		return this.fast.nextLong();
	}

}
