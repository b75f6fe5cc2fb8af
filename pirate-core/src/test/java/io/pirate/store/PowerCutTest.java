package io.pirate.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.pirate.testing.Gate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * The power is cut, and the disk fails, at every point of storing, executing and closing:
 * nothing acknowledged is lost, nothing is left over.
 */
class PowerCutTest {

	private static final int SEEDS = Gate.of(1_000, 100_000);

	private static final long FIRST = Long.getLong("pirate.seed", 1L);

	private static final int ENOUGH_TO_NOTICE = 100;

	@BeforeAll
	static void expectFailures() {
		log().setLevel(Level.OFF);
	}

	@AfterAll
	static void logAgain() {
		log().setLevel(null);
	}

	private static Logger log() {
		return (Logger) LoggerFactory.getLogger(GroupCommit.class);
	}

	@Test
	void nothingAcknowledgedIsLost() {
		long cuts = 0;
		long failures = 0;
		for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
			PowerCutWorld world = new PowerCutWorld(seed, false);
			try {
				world.run();
			}
			catch (RuntimeException | AssertionError ex) {
				fail("seed " + seed, ex);
			}
			cuts += world.cuts;
			failures += world.failures;
		}
		assertThat(cuts).isGreaterThan(SEEDS);
		assertThat(failures).isGreaterThan(SEEDS);
	}

	@Test
	void aDiskThatSaysTooEarlyThatItIsDoneIsFoundOut() {
		int found = 0;
		for (long seed = 1; seed <= ENOUGH_TO_NOTICE; seed++) {
			try {
				new PowerCutWorld(seed, true).run();
			}
			catch (AssertionError ex) {
				found++;
			}
		}
		assertThat(found).isPositive();
	}

}
