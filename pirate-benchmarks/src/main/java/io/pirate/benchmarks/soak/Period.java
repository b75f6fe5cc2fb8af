package io.pirate.benchmarks.soak;

import java.util.List;
import java.util.Locale;

import io.pirate.benchmarks.load.Figures;

/**
 * What a part of a soak gave.
 *
 * @param perSecond requests answered per second
 * @param p99 in microseconds, the median of the period's looks
 * @param lost requests without an answer
 * @param queueBytes the least heap seen in the queue
 * @param threads most of all processes
 * @param files most descriptors of all processes
 */
record Period(double perSecond, double p99, long lost, long queueBytes, int threads, long files) {

	private static final double MEBIBYTE = 1024 * 1024;

	static Period of(List<Figures> figures, List<Held> held) {
		double[] tails = figures.stream().mapToDouble(Figures::p99).sorted().toArray();
		return new Period(figures.stream().mapToDouble(Figures::perSecond).average().orElse(0), tails[tails.length / 2],
				figures.stream().mapToLong(Figures::lost).sum(),
				held.stream().mapToLong(Held::queueBytes).min().orElse(0),
				held.stream().mapToInt(Held::threads).max().orElse(0),
				held.stream().mapToLong(Held::files).max().orElse(0));
	}

	static String head() {
		return String.format(Locale.ROOT, "%6s %12s %10s %6s %14s %8s %8s", "period", "answered/s", "p99 us", "lost",
				"queue heap MiB", "threads", "files");
	}

	String line(int number) {
		return String.format(Locale.ROOT, "%6d %,12.0f %,10.0f %6d %14.1f %8d %8d", number, this.perSecond, this.p99,
				this.lost, this.queueBytes / MEBIBYTE, this.threads, this.files);
	}

}
