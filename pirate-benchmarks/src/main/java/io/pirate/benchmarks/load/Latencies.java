package io.pirate.benchmarks.load;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/** Histograms to figures. */
final class Latencies {

	static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

	static final int DIGITS = 3;

	private static final double MICRO = 1000.0;

	private Latencies() {
	}

	static Histogram histogram() {
		return new Histogram(LONGEST, DIGITS);
	}

	static Figures figures(Histogram latencies, long elapsedNanos, long lost) {
		long count = latencies.getTotalCount();
		return new Figures(count * (double) TimeUnit.SECONDS.toNanos(1) / elapsedNanos,
				latencies.getValueAtPercentile(50) / MICRO, latencies.getValueAtPercentile(99) / MICRO,
				latencies.getValueAtPercentile(99.9) / MICRO, count, lost);
	}

}
