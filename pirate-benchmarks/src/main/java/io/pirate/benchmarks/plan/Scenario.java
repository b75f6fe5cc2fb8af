package io.pirate.benchmarks.plan;

import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.stage.Setup;
import org.jspecify.annotations.Nullable;

/**
 * One row: a load on a setup, and what it is compared with.
 *
 * @param name the row's name, unique in its group
 * @param setup what is asked
 * @param load how it is asked
 * @param ratioTo the name of the row to divide by, or {@code null}
 * @param target the least ratio wanted, or 0 if there is none
 */
public record Scenario(String name, Setup setup, Load load, @Nullable String ratioTo, double target) {

	static Scenario of(String name, Setup setup, Load load) {
		return new Scenario(name, setup, load, null, 0);
	}

	/** The same row, compared with another one of its group. */
	Scenario to(String other, double atLeast) {
		return new Scenario(this.name, this.setup, this.load, other, atLeast);
	}

	Scenario to(String other) {
		return to(other, 0);
	}

}
