package io.pirate.testing;

/**
 * How much a test tries: little in each build, much in the long run, {@code -Plong}, and
 * of that a part with {@code -Dpirate.long.percent}.
 */
public final class Gate {

	private static final int ALL = 100;

	private Gate() {
	}

	/**
	 * Rounds, seeds or inputs.
	 * @param build in each build
	 * @param longRun in the long run; a part of it, but never less than in a build
	 * @return how many
	 */
	public static int of(int build, int longRun) {
		if (!Boolean.getBoolean("pirate.long")) {
			return build;
		}
		long percent = Integer.getInteger("pirate.long.percent", ALL);
		return (int) Math.max(build, longRun * percent / ALL);
	}

}
