package io.pirate.simulation;

import java.util.stream.LongStream;

import io.pirate.testing.Gate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of runs with two queues of which one serves: both start at once, are killed,
 * stopped, restarted and cut off from each other and from everybody else, take over and
 * give back. No two serve in one epoch, no worker runs anything of an epoch that it knows
 * to be over, and all other promises are kept, too. With
 * {@code -Dpirate.simulation.pair.seed=…} one run is played and its whole trace printed.
 */
class PairSimulationTest {

	private static final long BASE_SEED = 20_261_126;

	private static final int RUNS = Gate.of(10_000, 1_000_000);

	@Test
	void onlyOneServesInEachEpoch() {
		Long replayed = Long.getLong("pirate.simulation.pair.seed");
		if (replayed != null) {
			System.out.println(Simulation.trace(replayed, true));
			Simulation.run(replayed, Sabotage.NONE, true);
			return;
		}
		Tally all = new Tally();
		LongStream.range(0, RUNS).parallel().forEach((n) -> {
			Tally one = Simulation.run(Chance.seed(BASE_SEED, n), Sabotage.NONE, true);
			synchronized (all) {
				all.add(one);
			}
		});
		assertThat(all.of("runs")).isEqualTo(RUNS);
		for (String what : new String[] { "climate.FAIR", "climate.ROLLING", "climate.ROUGH", "climate.STORM",
				"outcome.OK", "star.the backup is there", "star.the other queue is silent",
				"star.the other queue has restarted", "star.the other queue serves in a higher epoch",
				"star.the other queue serves", "star.workers know of a higher epoch", "star.the operator",
				"star.the primary is back", "queue.rejected.passive", "worker.fenced" }) {
			assertThat(all.of(what)).as(what + " in\n" + all).isGreaterThan(RUNS / 1_000);
		}
	}

}
