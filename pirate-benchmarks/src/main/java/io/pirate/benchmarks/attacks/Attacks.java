package io.pirate.benchmarks.attacks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.pirate.benchmarks.hostile.Attack;
import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.part.Footprint;
import io.pirate.benchmarks.report.Entry;

/** The promise is that nobody who is established notices much. */
public final class Attacks {

	/** However few attacks are wanted. */
	private static final int WARM_UPS = 12;

	private final int rounds;

	private final double seconds;

	private final double times;

	/**
	 * Attacks that have not begun.
	 * @param rounds how often each is measured
	 * @param seconds how long a window is; a round has three
	 * @param times how much of each, by what is usual
	 */
	public Attacks(int rounds, double seconds, double times) {
		this.rounds = rounds;
		this.seconds = seconds;
		this.times = times;
	}

	/**
	 * Measures, and prints a line for each attack.
	 * @param only of which attacks, by their names
	 * @return the figures
	 * @throws IOException if a process ended
	 */
	public List<Entry> measure(Pattern only) throws IOException {
		List<Attack> wanted = Arrays.stream(Attack.values())
			.filter((attack) -> only.matcher(attack.toString()).find())
			.toList();
		List<Entry> entries = new ArrayList<>();
		try (Scene scene = new Scene(this.seconds)) {
			warmUp(scene, wanted);
			System.out.print(Outcome.head());
			for (Attack attack : wanted) {
				entries.addAll(measure(scene, attack));
			}
		}
		return entries;
	}

	/**
	 * Everything happens before anything counts, and for a while: what is new is
	 * compiled, which on two cores costs everybody more than the attack does.
	 */
	private void warmUp(Scene scene, List<Attack> wanted) throws IOException {
		int times = wanted.isEmpty() ? 0 : Math.max(wanted.size(), WARM_UPS);
		for (int i = 0; i < times; i++) {
			Attack attack = wanted.get(i % wanted.size());
			scene.attacked(attack, attack.perSecond() * this.times);
			scene.elsewhere(attack, attack.perSecond() * this.times);
		}
	}

	private List<Entry> measure(Scene scene, Attack attack) throws IOException {
		double perSecond = attack.perSecond() * this.times;
		Footprint before = scene.footprint();
		Outcome outcome = new Outcome(attack, before, scene.ioThreads());
		for (int round = 0; round < this.rounds; round++) {
			Figures quiet = scene.quiet();
			Scene.Attacked attacked = scene.attacked(attack, perSecond);
			Scene.Attacked elsewhere = scene.elsewhere(attack, perSecond);
			outcome.add(quiet, attacked, elsewhere);
		}
		Footprint after = scene.footprintAtRest(before);
		String threads = scene.ioThreads();
		System.out.print(outcome.line(after, threads));
		return outcome.entries(after, threads);
	}

}
