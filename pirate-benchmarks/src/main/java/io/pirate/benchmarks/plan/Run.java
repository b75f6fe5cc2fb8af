package io.pirate.benchmarks.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.benchmarks.stage.Sample;
import io.pirate.benchmarks.stage.Stage;

/** Measures groups, one after the other, with the rows of each in turns. */
public final class Run {

	private final int warmUps;

	private final int rounds;

	private final double seconds;

	/**
	 * A run that has not begun.
	 * @param warmUps rounds that are not counted: compilers need thousands of calls on
	 * each path
	 * @param rounds that are counted
	 * @param seconds for each row in each round
	 */
	public Run(int warmUps, int rounds, double seconds) {
		this.warmUps = warmUps;
		this.rounds = rounds;
		this.seconds = seconds;
	}

	/**
	 * Measures a group and ends its processes.
	 * @param group which
	 * @return what it gave
	 * @throws IOException if processes cannot be ended
	 */
	public Results measure(Group group) throws IOException {
		Map<Scenario, List<Sample>> samples = new LinkedHashMap<>();
		group.scenarios().forEach((scenario) -> samples.put(scenario, new ArrayList<>()));
		List<Scenario> failed = new ArrayList<>();
		try (Stage stage = new Stage(heap(group))) {
			for (int round = 1 - this.warmUps; round <= this.rounds; round++) {
				System.err.println(
						group.title() + ": " + ((round < 1) ? "warm-up" : "round " + round + " of " + this.rounds));
				for (Map.Entry<Scenario, List<Sample>> entry : samples.entrySet()) {
					if (!failed.contains(entry.getKey()) && !measure(stage, entry.getKey(), round, entry.getValue())) {
						failed.add(entry.getKey());
					}
				}
			}
		}
		return new Results(group,
				samples.entrySet().stream().map((entry) -> new Measured(entry.getKey(), entry.getValue())).toList());
	}

	/** One broken row must not cost an hour's run: it is told, and left out. */
	private boolean measure(Stage stage, Scenario scenario, int round, List<Sample> samples) throws IOException {
		try {
			Sample sample = stage.ask(scenario.setup(), scenario.load(), this.seconds);
			if (round > 0) {
				samples.add(sample);
			}
			return true;
		}
		catch (IOException ex) {
			System.err.println("FAILED: " + scenario.name() + ": " + ex.getMessage());
			stage.discard(scenario.setup());
			samples.clear();
			return false;
		}
	}

	private static int heap(Group group) {
		return group.scenarios().stream().anyMatch((row) -> row.setup().maxWaiting() > 0) ? 1024 : 256;
	}

}
