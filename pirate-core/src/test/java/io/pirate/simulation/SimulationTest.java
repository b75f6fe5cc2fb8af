package io.pirate.simulation;

import java.util.stream.LongStream;

import io.pirate.testing.Gate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of runs, each from a seed of its own, and not one broken promise. With
 * {@code -Dpirate.simulation.seed=…} one run is played and its whole trace printed.
 */
class SimulationTest {

	private static final long BASE_SEED = 20_251_123;

	private static final int RUNS = Gate.of(10_000, 1_000_000);

	@Test
	void keepsEveryPromiseInEverySchedule() {
		Long replayed = Long.getLong("pirate.simulation.seed");
		if (replayed != null) {
			System.out.println(Simulation.trace(replayed));
			Simulation.run(replayed);
			return;
		}
		Tally all = new Tally();
		LongStream.range(0, RUNS).parallel().forEach((n) -> {
			Tally one = Simulation.run(Chance.seed(BASE_SEED, n));
			synchronized (all) {
				all.add(one);
			}
		});
		assertEverythingHappened(all);
	}

	/** Promises that nothing puts to the test would be kept too easily. */
	private static void assertEverythingHappened(Tally all) {
		assertThat(all.of("runs")).isEqualTo(RUNS);
		for (String what : new String[] { "climate.FAIR", "climate.ROLLING", "climate.ROUGH", "climate.REDUNDANT",
				"climate.STORM", "outcome.OK", "outcome.ERROR.boom", "outcome.ERROR.poison", "outcome.LOST.worker-lost",
				"outcome.REJECTED.busy", "outcome.NoReply", "outcome.Unknown", "outcome.Refused", "outcome.Cancelled",
				"queue.redelivered", "queue.absorbed", "queue.expired-workers", "queue.dead-letters",
				"queue.dropped.unknown-lease", "queue.dropped.unknown-worker", "queue.dropped.malformed",
				"queue.dropped.client-gone", "queue.rejected.shutting-down", "worker.expired", "worker.timed-out",
				"worker.reconnects", "worker.cancels", "parts", "outcome.OK.end", "outcome.LOST.stream-broken",
				"outcome.REJECTED.no-worker", "queue.client-full", "queue.dropped.client-full",
				"queue.dropped.unexpected", "queue.dropped.misplaced", "client.retries", "client.late-replies",
				"client.replaced-lanes", "client.probes", "client.moved", "client.moved-later" }) {
			assertThat(all.of(what)).as(what + " in\n" + all).isGreaterThan(RUNS / 1_000);
		}
	}

	@Test
	void theSameSeedGivesTheSameRun() {
		for (int n = 0; n < 20; n++) {
			long seed = Chance.seed(BASE_SEED, n);
			assertThat(Simulation.trace(seed)).isEqualTo(Simulation.trace(seed));
		}
	}

}
