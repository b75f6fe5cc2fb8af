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
		return run(seed, sabotage, false);
	}

	/**
	 * Plays the run of one seed.
	 * @param seed any number
	 * @param sabotage what is broken
	 * @param pair whether only one of two queues serves
	 * @return what happened
	 * @throws Violation with the seed and the last events, if a promise is broken
	 */
	static Tally run(long seed, Sabotage sabotage, boolean pair) {
		try {
			World world = world(seed, sabotage, 0, pair);
			world.run();
			return world.tally;
		}
		catch (Violation | RuntimeException ex) {
			throw new Violation(explain(seed, sabotage, ex, pair), ex);
		}
	}

	/** The trace of a run, whole, whether it ends well or not. */
	static String trace(long seed) {
		return trace(seed, false);
	}

	static String trace(long seed, boolean pair) {
		World world = world(seed, Sabotage.NONE, Integer.MAX_VALUE, pair);
		String end = "all promises were kept";
		try {
			world.run();
		}
		catch (Violation | RuntimeException ex) {
			end = ex.toString();
		}
		return world.trace + "\n" + end;
	}

	private static String explain(long seed, Sabotage sabotage, Throwable first, boolean pair) {
		World world = world(seed, sabotage, TRACE_LINES, pair);
		String again = "it did not happen again: the run is not deterministic";
		try {
			world.run();
		}
		catch (Violation | RuntimeException ex) {
			again = "the last events:";
		}
		String property = pair ? "-Dpirate.simulation.pair.seed=" : "-Dpirate.simulation.seed=";
		return first + "\nseed " + seed + "L, play it with " + property + seed + "\n" + again + "\n" + world.trace;
	}

	private static World world(long seed, Sabotage sabotage, int traceLines, boolean pair) {
		Chance chance = new Chance(seed);
		Plan plan = Plan.draw(chance);
		return new World(chance, pair ? plan.asPair() : plan, sabotage, traceLines, pair);
	}

}
