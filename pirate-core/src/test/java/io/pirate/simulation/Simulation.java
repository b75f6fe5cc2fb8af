package io.pirate.simulation;

/** Plays single runs, and tells of a failure all that is needed to play it again. */
final class Simulation {

	private static final int TRACE_LINES = 120;

	private Simulation() {
	}

	/**
	 * Plays the run of one seed.
	 * @param seed any number
	 * @return what happened
	 * @throws Violation with the seed and the last events, if a promise is broken
	 */
	static Tally run(long seed) {
		return run(seed, Sabotage.NONE);
	}

	static Tally run(long seed, Sabotage sabotage) {
		try {
			World world = world(seed, sabotage, 0);
			world.run();
			return world.tally;
		}
		catch (Violation | RuntimeException ex) {
			throw new Violation(explain(seed, sabotage, ex, TRACE_LINES), ex);
		}
	}

	/** The trace of a run, whole, whether it ends well or not. */
	static String trace(long seed) {
		World world = world(seed, Sabotage.NONE, Integer.MAX_VALUE);
		String end = "all promises were kept";
		try {
			world.run();
		}
		catch (Violation | RuntimeException ex) {
			end = ex.toString();
		}
		return world.trace + "\n" + end;
	}

	private static String explain(long seed, Sabotage sabotage, Throwable first, int lines) {
		World world = world(seed, sabotage, lines);
		String again = "it did not happen again: the run is not deterministic";
		try {
			world.run();
		}
		catch (Violation | RuntimeException ex) {
			again = "the last events:";
		}
		return first + "\nseed " + seed + "L, play it with -Dpirate.simulation.seed=" + seed + "\n" + again + "\n"
				+ world.trace;
	}

	private static World world(long seed, Sabotage sabotage, int traceLines) {
		Chance chance = new Chance(seed);
		Plan plan = Plan.draw(chance);
		return new World(chance, plan, sabotage, traceLines);
	}

}
