package io.pirate.benchmarks;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/** Histograms to figures. */
final class Latencies {

	private static final double MICRO = 1000.0;

	private Latencies() {
	}

	static Histogram histogram() {
		return new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
	}

	static Figures figures(Histogram latencies, long elapsedNanos) {
		return new Figures(latencies.getTotalCount() * (double) TimeUnit.SECONDS.toNanos(1) / elapsedNanos,
				latencies.getValueAtPercentile(50) / MICRO, latencies.getValueAtPercentile(99) / MICRO,
				latencies.getValueAtPercentile(99.9) / MICRO);
	}

}
