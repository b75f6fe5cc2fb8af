package io.pirate.benchmarks.micro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.pirate.benchmarks.part.Role;
import io.pirate.benchmarks.plan.Claim;
import io.pirate.benchmarks.report.Entry;
import io.pirate.benchmarks.report.Table;
import io.pirate.benchmarks.stage.Part;
import io.pirate.benchmarks.stage.Wakeup;

/** Runs each class of micro-benchmarks in a process of its own, and tells the results. */
public final class MicroRun {

	private static final int HEAP = 512;

	private static final Claim.Bound SPRING = Claim.Bound.atMost(5000);

	private static final List<Class<?>> CLASSES = List.of(SpringBenchmark.class, ObservationBenchmark.class,
			BrokerBenchmark.class, CodecBenchmark.class);

	private final double seconds;

	/**
	 * A run that has not begun.
	 * @param seconds of each of eight iterations
	 */
	public MicroRun(double seconds) {
		this.seconds = seconds;
	}

	/**
	 * Measures and prints.
	 * @return the figures
	 * @throws IOException if a process ended
	 */
	public List<Entry> measure() throws IOException {
		List<Entry> entries = new ArrayList<>();
		System.out.println("    micro-benchmarks");
		for (Class<?> benchmarks : CLASSES) {
			System.err.println(benchmarks.getSimpleName());
			try (Part part = Part.start(Role.MICRO, Wakeup.OURS.inPeers(), HEAP, benchmarks.getName())) {
				for (String word : part.ask(String.valueOf(this.seconds)).split(" ")) {
					String[] pair = word.split("=");
					Claim.Bound bound = pair[0].startsWith("spring") ? SPRING : null;
					double nanos = Double.parseDouble(pair[1]);
					System.out.print(Table.claim(pair[0], nanos, "ns", bound));
					entries.add(Entry.of("micro", pair[0], nanos, "ns", null, bound));
				}
			}
		}
		System.out.println();
		return entries;
	}

}
