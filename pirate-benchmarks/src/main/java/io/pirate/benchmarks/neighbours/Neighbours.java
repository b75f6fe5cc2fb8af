package io.pirate.benchmarks.neighbours;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.HdrHistogram.Histogram;

/** The promise is that a healthy service's p99 becomes at most 1.2 times as long. */
public final class Neighbours {

	private static final double PROMISE = 1.2;

	private static final String ROW = "%-28s %9s %8s %8s %9s  %s%n";

	/** What the neighbours need to fill their backlog. */
	private static final long SETTLE_MILLIS = 500;

	private final int rounds;

	private final long millis;

	private Neighbours(int rounds, long millis) {
		this.rounds = rounds;
		this.millis = millis;
	}

	/**
	 * Measures and prints, or plays a part.
	 * @param args {@code [--rounds=N] [--seconds=S] [--flood=CALLS_PER_SECOND]}, or
	 * {@code part NAME ARGUMENT…}
	 * @throws Exception if a part fails
	 */
	public static void main(String[] args) throws Exception {
		if (args.length > 1 && args[0].equals("part")) {
			Roles.play(args[1], Arrays.asList(args).subList(2, args.length));
			return;
		}
		int rounds = Integer.parseInt(option(args, "rounds", "20"));
		double seconds = Double.parseDouble(option(args, "seconds", "1"));
		new Neighbours(rounds, (long) (seconds * 1000)).measure(option(args, "flood", "1000"));
	}

	private static String option(String[] args, String name, String otherwise) {
		String prefix = "--" + name + "=";
		return Arrays.stream(args)
			.filter((arg) -> arg.startsWith(prefix))
			.map((arg) -> arg.substring(prefix.length()))
			.reduce(otherwise, (first, last) -> last);
	}

	private void measure(String flood) throws IOException {
		try (Child mine = Child.start("queue");
				Child other = Child.start("queue");
				Child workers = Child.start("workers", mine.word(2));
				Child client = Child.start("client", mine.word(1));
				Child bad = Child.start("bad", flood, mine.word(2), other.word(2))) {
			Place alone = new Place("alone", null);
			List<Place> places = List.of(alone, new Place("neighbours at another queue", other),
					new Place("neighbours at its queue", mine));
			for (int round = -1; round < this.rounds; round++) {
				for (Place place : places) {
					Histogram window = window(client, bad, place);
					if (round >= 0) {
						place.add(window);
					}
				}
			}
			System.out.println("A healthy service with " + workers.word(1) + " workers");
			System.out.printf(Locale.ROOT, ROW, "", "calls/s", "p50 us", "p99 us", "p99.9 us",
					"p99 ratio to alone, median of rounds");
			places.forEach((place) -> print(place, alone));
			places.stream().skip(1).forEach((place) -> System.out.println(place.text + ", last window: " + place.told));
		}
	}

	private Histogram window(Child client, Child bad, Place place) throws IOException {
		if (place.queue != null) {
			bad.tell(place.queue.word(1) + " " + (this.millis + SETTLE_MILLIS + 200));
		}
		client.tell(SETTLE_MILLIS + " " + this.millis);
		Histogram histogram = Latency.decode(client.answer());
		if (place.queue != null) {
			place.told = bad.answer();
		}
		return histogram;
	}

	private void print(Place place, Place alone) {
		double ratio = place.p99To(alone);
		System.out.printf(Locale.ROOT, ROW, place.text,
				place.latencies.getTotalCount() * 1000 / (this.rounds * this.millis), place.micros(50),
				place.micros(99), place.micros(99.9),
				String.format(Locale.ROOT, "%.2f %s", ratio, (ratio <= PROMISE) ? "" : "MORE THAN " + PROMISE));
	}

}
