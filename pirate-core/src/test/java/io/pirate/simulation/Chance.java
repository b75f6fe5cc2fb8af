package io.pirate.simulation;

import java.util.List;

/**
 * The only source of chance in a run: SplitMix64, so that the same seed gives the same
 * run on every machine and every version of Java.
 */
final class Chance {

	private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

	private long state;

	Chance(long seed) {
		this.state = seed;
	}

	long nextLong() {
		this.state += GOLDEN_GAMMA;
		return mix(this.state);
	}

	/** A generator of its own, so that one part's draws do not shift another's. */
	Chance fork() {
		return new Chance(nextLong());
	}

	int below(int bound) {
		return (int) Math.floorMod(nextLong(), (long) bound);
	}

	long between(long low, long high) {
		return low + Math.floorMod(nextLong(), high - low + 1);
	}

	boolean oneIn(int times) {
		return below(times) == 0;
	}

	boolean percent(int percent) {
		return below(100) < percent;
	}

	/** From 0 inclusive to 1 exclusive. */
	double fraction() {
		return (nextLong() >>> 11) * 0x1.0p-53;
	}

	<T> T pick(List<T> list) {
		return list.get(below(list.size()));
	}

	byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) nextLong();
		}
		return bytes;
	}

	/** The seed of the n-th schedule of a run. */
	static long seed(long base, long n) {
		return mix(base + n * GOLDEN_GAMMA);
	}

	private static long mix(long value) {
		long z = value;
		z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
		z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
		return z ^ (z >>> 31);
	}

}
