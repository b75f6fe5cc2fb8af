package io.pirate.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.pirate.JeromqCurve;
import io.pirate.JeromqWakeup;
import io.pirate.benchmarks.attacks.Attacks;
import io.pirate.benchmarks.micro.MicroRun;
import io.pirate.benchmarks.neighbours.Neighbours;
import io.pirate.benchmarks.part.Peers;
import io.pirate.benchmarks.part.Role;
import io.pirate.benchmarks.plan.Group;
import io.pirate.benchmarks.plan.Plan;
import io.pirate.benchmarks.plan.Results;
import io.pirate.benchmarks.plan.Run;
import io.pirate.benchmarks.report.Json;
import io.pirate.benchmarks.report.Picture;
import io.pirate.benchmarks.report.Table;
import io.pirate.benchmarks.soak.Soak;
import io.pirate.benchmarks.stage.Installed;

/**
 * Entry point: without arguments measures the table in less than three minutes; the first
 * argument {@code role} makes this process one of the parts instead.
 */
public final class Benchmarks {

	private static final String HELP = """
			--full            more rounds, payloads, workers x capacity, curves, micro-benchmarks
			--peers           also RabbitMQ, NATS and gRPC, where they are installed
			--micro           only the micro-benchmarks
			--soak=MINUTES    70 % of the measured maximum for so long: does anything grow?
			--only=REGEX      only rows with such a name, and those they are compared with
			--rounds=N --seconds=S                how often and how long each row is measured
			--warmups=N       how often at most before that: until a row gets no faster
			--json=FILE --picture=FILE            where the figures and the picture go
			neighbours        what a healthy service notices of a flooded and a poisoned one
			attacks           what others notice while a queue with CURVE is attacked; --only, --rounds,
			                  --seconds, --json, --times=N for N times as much of each
			--draw            only the picture, from the figures of an earlier run
			""";

	private Benchmarks() {
	}

	/**
	 * Runs the harness or a part of it.
	 * @param args options, see {@code --help}, or {@code role NAME ARGUMENT…}, or
	 * {@code neighbours [--rounds=N] [--seconds=S]}, or {@code attacks [--only=REGEX]}
	 * @throws Exception if a part cannot be started
	 */
	public static void main(String[] args) throws Exception {
		if (args.length > 0 && args[0].equals("neighbours")) {
			Neighbours.main(Arrays.copyOfRange(args, 1, args.length));
			return;
		}
		if (args.length > 0 && args[0].equals("attacks")) {
			attacks(new Options(Arrays.asList(args).subList(1, args.length)));
			return;
		}
		if (args.length > 1 && args[0].equals("role")) {
			// before any plain JeroMQ: the property that the part was started with
			// decides
			JeromqWakeup.state();
			JeromqCurve.state();
			Role.valueOf(args[1]).run(Arrays.asList(args).subList(2, args.length));
			return;
		}
		Options options = new Options(List.of(args));
		Path json = Path.of(options.text("json", "pirate-benchmarks/target/results.json"));
		Path picture = Path.of(options.text("picture", "pirate-benchmarks/target/performance.svg"));
		if (options.has("help")) {
			System.out.println(HELP);
		}
		else if (options.has("soak")) {
			boolean flat = new Soak(options.number("soak", 10)).run();
			System.exit(flat ? 0 : 1);
		}
		else {
			if (!options.has("draw")) {
				measure(options, new Json(json));
				System.out.println("Figures: " + json);
			}
			System.out.println("Picture: " + Picture.draw(json, picture));
		}
	}

	private static void attacks(Options options) throws Exception {
		Attacks attacks = new Attacks(options.whole("rounds", 4), options.number("seconds", 3),
				options.number("times", 1));
		Pattern pattern = Pattern.compile(options.text("only", ""));
		Json json = new Json(Path.of(options.text("json", "pirate-benchmarks/target/attacks.json")));
		json.add(attacks.measure(pattern));
	}

	private static void measure(Options options, Json json) throws IOException {
		boolean full = options.has("full");
		Pattern pattern = Pattern.compile(options.text("only", ""));
		System.out.println(Table.legend());
		if (!options.has("micro")) {
			Run run = new Run(options.whole("warmups", full || options.has("peers") ? 12 : 4),
					options.whole("rounds", full ? 5 : 3), options.number("seconds", full ? 2 : 0.8));
			for (Group group : Plan.groups(full, pattern)) {
				tell(run.measure(group), json);
			}
			if (options.has("peers")) {
				peers(run, pattern, json);
			}
		}
		if (options.has("micro") || (full && !options.has("only"))) {
			json.add(new MicroRun(options.number("seconds", 1)).measure());
		}
	}

	private static void peers(Run run, Pattern pattern, Json json) throws IOException {
		if (!Peers.areCompiled()) {
			System.out.println("Not compared with others: built without them, ./mvnw -q -DskipTests -Ppeers package");
			return;
		}
		boolean rabbit = Installed.RABBITMQ.tell();
		boolean nats = Installed.NATS.tell();
		tell(run.measure(Plan.peers(rabbit, nats, pattern)), json);
	}

	private static void tell(Results results, Json json) throws IOException {
		System.out.println(Table.render(results));
		json.add(results);
	}

}
