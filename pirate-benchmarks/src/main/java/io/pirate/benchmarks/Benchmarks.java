package io.pirate.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.pirate.JeromqWakeup;
import io.pirate.benchmarks.neighbours.Neighbours;
import org.jspecify.annotations.Nullable;

/**
 * Entry point: without arguments runs all scenarios and prints the table; the first
 * argument {@code role} makes this process one of the parts instead.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Runs the harness or a part of it.
	 * @param args {@code [--rounds=N] [--seconds=S] [--only=REGEX] [--json=FILE]}, or
	 * {@code role NAME ARGUMENT…}, or {@code neighbours [--rounds=N] [--seconds=S]}
	 * @throws Exception if a part cannot be started
	 */
	public static void main(String[] args) throws Exception {
		if (args.length > 0 && args[0].equals("neighbours")) {
			Neighbours.main(Arrays.copyOfRange(args, 1, args.length));
			return;
		}
		if (args.length > 1 && args[0].equals("role")) {
			// before any plain JeroMQ: the property that the part was started with
			// decides
			JeromqWakeup.state();
			Role.valueOf(args[1]).run(Arrays.asList(args).subList(2, args.length));
			return;
		}
		int rounds = Integer.parseInt(option(args, "rounds", "3"));
		double seconds = Double.parseDouble(option(args, "seconds", "2"));
		Pattern only = Pattern.compile(option(args, "only", ""));
		List<Measured> results;
		try (Stage stage = new Stage()) {
			results = new Run(stage, rounds, seconds).measure(Scenario.all(), only);
		}
		System.out.println(new Table(results).render());
		Path json = Path.of(option(args, "json", "pirate-benchmarks/target/results.json"));
		System.out.println("Raw figures: " + Json.write(results, json));
	}

	private static String option(String[] args, String name, String otherwise) {
		@Nullable String found = null;
		for (String arg : args) {
			if (arg.startsWith("--" + name + "=")) {
				found = arg.substring(name.length() + 3);
			}
		}
		return (found != null) ? found : otherwise;
	}

}
