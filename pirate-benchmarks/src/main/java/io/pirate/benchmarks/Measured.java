package io.pirate.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of a scenario.
 *
 * @param scenario which
 * @param rounds what each round gave, without the warm-up
 */
record Measured(Scenario scenario, List<Figures> rounds) {

	double median(ToDoubleFunction<Figures> figure) {
		double[] sorted = this.rounds.stream().mapToDouble(figure).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	double least() {
		return this.rounds.stream().mapToDouble(Figures::perSecond).min().orElse(0);
	}

	double most() {
		return this.rounds.stream().mapToDouble(Figures::perSecond).max().orElse(0);
	}

	/**
	 * This row's rate divided by the one it is compared with.
	 * @param all every row of the run
	 * @return the ratio of medians, or 0 if there is nothing to compare with
	 */
	double ratio(List<Measured> all) {
		return all.stream()
			.filter((other) -> other.scenario.name().equals(this.scenario.ratioTo()))
			.mapToDouble((other) -> median(Figures::perSecond) / other.median(Figures::perSecond))
			.findFirst()
			.orElse(0);
	}

}
