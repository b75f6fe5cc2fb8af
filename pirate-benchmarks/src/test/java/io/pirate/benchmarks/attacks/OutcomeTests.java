package io.pirate.benchmarks.attacks;

import io.pirate.benchmarks.attacks.Scene.Attacked;
import io.pirate.benchmarks.hostile.Attack;
import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.part.Footprint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private final Footprint before = new Footprint(10 * MEBIBYTE, 20, 40);

	private final Outcome outcome = new Outcome(Attack.MALFORMED, this.before, "7,8");

	@Test
	void ratiosAreThoseOfTheRoundInTheMiddle() {
		round(100, 150, 300);
		round(700, 2100, 1000);
		round(100, 1000, 250);
		assertThat(this.outcome.line(this.before, "7,8")).contains(" 3.00 ", " 2.10 ", "(MORE THAN 2)", "alive")
			.doesNotContain("GROWN", "DEAD");
		assertThat(this.outcome.entries(this.before, "7,8").get(0).fields()).containsEntry("value", 2.1)
			.containsEntry("met", false)
			.containsEntry("ratioToQuiet", 3.0)
			.containsEntry("ioThreadsAlive", true);
	}

	@Test
	void whatIsNotAsItWasIsTold() {
		round(100, 150, 300);
		assertThat(this.outcome.line(new Footprint(40 * MEBIBYTE, 20, 40), "7,8")).contains("(meets 2)", "GROWN");
		assertThat(this.outcome.line(new Footprint(10 * MEBIBYTE, 20, 51), "7,8")).contains("GROWN");
		assertThat(this.outcome.line(this.before, "7,9")).contains("DEAD");
		assertThat(this.outcome.line(this.before, "")).contains("DEAD");
	}

	private void round(double quiet, double attacked, double elsewhere) {
		this.outcome.add(figures(quiet), new Attacked(figures(attacked), 50), new Attacked(figures(elsewhere), 50));
	}

	private static Figures figures(double p99) {
		return new Figures(500, 50, p99, 2 * p99, 500, 0);
	}

}
