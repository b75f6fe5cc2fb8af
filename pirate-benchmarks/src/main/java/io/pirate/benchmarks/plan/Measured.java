package io.pirate.benchmarks.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.pirate.benchmarks.stage.Sample;

/**
 * All rounds of a scenario.
 *
 * @param scenario which
 * @param rounds what each round gave, without the warm-up; none if it failed
 */
public record Measured(Scenario scenario, List<Sample> rounds) {

	public double median(ToDoubleFunction<Sample> figure) {
		double[] sorted = this.rounds.stream().mapToDouble(figure).sorted().toArray();
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return 0;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	public double perSecond() {
		return median((sample) -> sample.figures().perSecond());
	}

	public double p50() {
		return median((sample) -> sample.figures().p50());
	}

	public double p99() {
		return median((sample) -> sample.figures().p99());
	}

	public double p999() {
		return median((sample) -> sample.figures().p999());
	}

	public double least() {
		return this.rounds.stream().mapToDouble((sample) -> sample.figures().perSecond()).min().orElse(0);
	}

	public double most() {
		return this.rounds.stream().mapToDouble((sample) -> sample.figures().perSecond()).max().orElse(0);
	}

	public long lost() {
		return this.rounds.stream().mapToLong((sample) -> sample.figures().lost()).sum();
	}

}
