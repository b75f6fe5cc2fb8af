package io.pirate.benchmarks;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The rows as text. */
final class Table {

	private static final String ROW = "%3s %-54s %10s %21s %8s %8s %9s  %-22s%n";

	private final List<Measured> rows;

	Table(List<Measured> rows) {
		this.rows = rows;
	}

	String render() {
		StringBuilder text = new StringBuilder();
		text.append(String.format(Locale.ROOT, "%n" + ROW, "", "64-byte echo unless stated; window 1000 if pipelined",
				"median/s", "min - max", "p50 us", "p99 us", "p99.9 us", "ratio"));
		int index = 0;
		for (Measured row : this.rows) {
			text.append(String.format(Locale.ROOT, ROW, ++index, row.scenario().name(),
					whole(row.median(Figures::perSecond)), whole(row.least()) + " - " + whole(row.most()),
					whole(row.median(Figures::p50)), whole(row.median(Figures::p99)), whole(row.median(Figures::p999)),
					ratio(row)));
		}
		return text.toString();
	}

	private String ratio(Measured row) {
		double ratio = row.ratio(this.rows);
		if (ratio == 0) {
			return "";
		}
		String text = String.format(Locale.ROOT, "%.2f x [%d]", ratio, indexOf(row.scenario().ratioTo()));
		double target = row.scenario().target();
		return (target == 0) ? text
				: text + String.format(Locale.ROOT, " (%s %.2f)", (ratio >= target) ? "meets" : "SHORT OF", target);
	}

	private int indexOf(@Nullable String name) {
		for (int i = 0; i < this.rows.size(); i++) {
			if (this.rows.get(i).scenario().name().equals(name)) {
				return i + 1;
			}
		}
		return 0;
	}

	private static String whole(double value) {
		return String.format(Locale.ROOT, "%,.0f", value);
	}

}
