package io.pirate.benchmarks.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Where the neighbours are, and what the healthy service's calls took meanwhile. */
final class Place {

	final String text;

	/** The queue they trouble, or {@code null} for none. */
	final @Nullable Child queue;

	final Histogram latencies = Latency.histogram();

	private final List<Double> ninetyNinths = new ArrayList<>();

	/** What they said of the last window. */
	String told = "";

	Place(String text, @Nullable Child queue) {
		this.text = text;
		this.queue = queue;
	}

	void add(Histogram window) {
		this.latencies.add(window);
		this.ninetyNinths.add((double) window.getValueAtPercentile(99));
	}

	/**
	 * The median over all rounds of this p99 divided by the other's of the same round: a
	 * slow minute of the machine hits both.
	 * @param other the place to compare with
	 * @return the ratio
	 */
	double p99To(Place other) {
		double[] ratios = IntStream.range(0, this.ninetyNinths.size())
			.mapToDouble((round) -> this.ninetyNinths.get(round) / other.ninetyNinths.get(round))
			.sorted()
			.toArray();
		return (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
	}

	long micros(double percentile) {
		return this.latencies.getValueAtPercentile(percentile) / 1000;
	}

}
