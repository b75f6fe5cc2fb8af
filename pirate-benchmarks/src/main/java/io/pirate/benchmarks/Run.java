package io.pirate.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Measures scenarios in turns, so that a slow minute of the machine hits all of them. */
final class Run {

	/** Rounds that are not counted: compilers need thousands of calls on each path. */
	private static final int WARM_UPS = 2;

	private final Stage stage;

	private final int rounds;

	private final double seconds;

	Run(Stage stage, int rounds, double seconds) {
		this.stage = stage;
		this.rounds = rounds;
		this.seconds = seconds;
	}

	List<Measured> measure(List<Scenario> scenarios, Pattern only) throws IOException {
		Map<Scenario, List<Figures>> figures = new LinkedHashMap<>();
		for (Scenario scenario : scenarios) {
			if (only.matcher(scenario.name()).find()) {
				figures.put(scenario, new ArrayList<>());
			}
		}
		for (int round = 1 - WARM_UPS; round <= this.rounds; round++) {
			System.err.println((round < 1) ? "warm-up" : "round " + round + " of " + this.rounds);
			for (Map.Entry<Scenario, List<Figures>> entry : figures.entrySet()) {
				Figures measured = this.stage.ask(entry.getKey(), this.seconds);
				if (round > 0) {
					entry.getValue().add(measured);
				}
			}
		}
		return figures.entrySet().stream().map((entry) -> new Measured(entry.getKey(), entry.getValue())).toList();
	}

}
