package io.pirate.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What grew. The first quarter is left out: there caches fill and compilers work. Medians
 * of the quarters after that and of the last ones are compared, with some room for
 * chance.
 */
final class Growth {

	private static final double MEBIBYTE = 1024 * 1024;

	private Growth() {
	}

	static List<String> of(List<Period> periods) {
		List<Period> steady = periods.subList(periods.size() / 4, periods.size());
		List<Period> early = steady.subList(0, steady.size() / 2);
		List<Period> late = steady.subList(steady.size() / 2, steady.size());
		List<String> growth = new ArrayList<>();
		check(growth, "heap of the queue in MiB", early, late, (period) -> period.queueBytes() / MEBIBYTE, 1.2, 8);
		check(growth, "threads", early, late, Period::threads, 1, 2);
		check(growth, "descriptors", early, late, Period::files, 1, 4);
		check(growth, "p99 in us", early, late, Period::p99, 1.5, 1000);
		long lost = periods.stream().mapToLong(Period::lost).sum();
		if (lost > 0) {
			growth.add(lost + " requests without an answer");
		}
		return growth;
	}

	private static void check(List<String> growth, String name, List<Period> early, List<Period> late,
			ToDoubleFunction<Period> figure, double factor, double room) {
		double before = median(early, figure);
		double after = median(late, figure);
		if (after > before * factor + room) {
			growth.add(String.format(Locale.ROOT, "%s from %.1f to %.1f", name, before, after));
		}
	}

	private static double median(List<Period> periods, ToDoubleFunction<Period> figure) {
		double[] sorted = periods.stream().mapToDouble(figure).sorted().toArray();
		return sorted[sorted.length / 2];
	}

}
