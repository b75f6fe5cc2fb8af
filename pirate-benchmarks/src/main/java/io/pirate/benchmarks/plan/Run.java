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

	/** A row is warm when a round gives less than this much more than the one before. */
	private static final double GROWTH = 1.1;

	private final int warmUps;

	private final int rounds;

	private final double seconds;

	/**
	 * A run that has not begun.
	 * @param warmUps how many rounds that are not counted a row has at most: compilers
	 * need thousands of calls on each path, so a row is warmed until it gets no faster
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
			warmUp(group, stage, failed);
			for (int round = 1; round <= this.rounds; round++) {
				System.err.println(group.title() + ": round " + round + " of " + this.rounds);
				for (Map.Entry<Scenario, List<Sample>> entry : samples.entrySet()) {
					if (!failed.contains(entry.getKey())) {
						measure(stage, entry.getKey(), entry.getValue(), failed);
					}
				}
			}
		}
		return new Results(group,
				samples.entrySet().stream().map((entry) -> new Measured(entry.getKey(), entry.getValue())).toList());
	}

	private void warmUp(Group group, Stage stage, List<Scenario> failed) throws IOException {
		Map<Scenario, List<Sample>> cold = new LinkedHashMap<>();
		group.scenarios().forEach((scenario) -> cold.put(scenario, new ArrayList<>()));
		for (int round = 1; round <= this.warmUps && !cold.isEmpty(); round++) {
			System.err.println(group.title() + ": warm-up, " + cold.size() + " rows");
			for (Map.Entry<Scenario, List<Sample>> entry : cold.entrySet()) {
				measure(stage, entry.getKey(), entry.getValue(), failed);
			}
			cold.entrySet().removeIf((entry) -> failed.contains(entry.getKey()) || isWarm(entry.getValue()));
		}
	}

	private static boolean isWarm(List<Sample> samples) {
		int last = samples.size() - 1;
		return last > 0
				&& samples.get(last).figures().perSecond() < GROWTH * samples.get(last - 1).figures().perSecond();
	}

	/** One broken row must not cost an hour's run: it is told, and left out. */
	private void measure(Stage stage, Scenario scenario, List<Sample> samples, List<Scenario> failed)
			throws IOException {
		try {
			samples.add(stage.ask(scenario.setup(), scenario.load(), this.seconds));
		}
		catch (IOException ex) {
			System.err.println("FAILED: " + scenario.name() + ": " + ex.getMessage());
			stage.discard(scenario.setup());
			samples.clear();
			failed.add(scenario);
		}
	}

	private static int heap(Group group) {
		return group.scenarios().stream().anyMatch((row) -> row.setup().maxWaiting() > 0) ? 1024 : 256;
	}

}
