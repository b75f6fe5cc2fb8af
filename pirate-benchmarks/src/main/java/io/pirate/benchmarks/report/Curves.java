package io.pirate.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Rates beside a number that grows by tens: workers, connections, requests in flight. */
final class Curves {

	static final int HEIGHT = 240;

	private static final int PLOT = 150;

	private static final int GAP = 60;

	private static final List<String> PATTERNS = List.of("(\\d+) busy workers", "(\\d+) connections?",
			"(\\d+) in flight");

	private static final List<String> TITLES = List.of("Busy workers", "Connections", "Requests in flight");

	private final Svg svg;

	private final List<Entry> entries;

	private final double left;

	private final double width;

	Curves(Svg svg, List<Entry> entries, double left, double width) {
		this.svg = svg;
		this.entries = entries;
		this.left = left;
		this.width = (width - 2 * GAP) / PATTERNS.size() - 20;
	}

	static boolean in(List<Entry> entries) {
		return PATTERNS.stream().anyMatch((pattern) -> !rows(entries, pattern).isEmpty());
	}

	void draw(double top) {
		for (int i = 0; i < PATTERNS.size(); i++) {
			List<Entry> rows = rows(this.entries, PATTERNS.get(i));
			if (rows.size() > 1) {
				curve(TITLES.get(i), rows, this.left + 50 + i * (this.width + GAP), top);
			}
		}
	}

	private void curve(String title, List<Entry> rows, double x, double top) {
		double bottom = top + 24 + PLOT;
		double most = rows.stream().mapToDouble((row) -> row.number("value")).max().orElse(1);
		this.svg.title(x - 50, top, title + ": requests/s");
		this.svg.line(x, bottom, x + this.width, bottom, Svg.PALE, false);
		this.svg.line(x, bottom - PLOT, x + this.width, bottom - PLOT, Svg.PALE, true);
		this.svg.wordsBefore(x - 4, bottom - PLOT + 4, Svg.PALE, compact(most));
		this.svg.wordsBefore(x - 4, bottom + 4, Svg.PALE, "0");
		double step = this.width / (rows.size() - 1);
		for (int i = 0; i < rows.size(); i++) {
			double y = bottom - PLOT * rows.get(i).number("value") / most;
			if (i > 0) {
				double before = bottom - PLOT * rows.get(i - 1).number("value") / most;
				this.svg.line(x + (i - 1) * step, before, x + i * step, y, Svg.OURS, false);
			}
			this.svg.dot(x + i * step, y, Svg.OURS);
			this.svg.wordsAt(x + i * step, bottom + 18, Svg.PALE, compact(number(rows.get(i))));
		}
	}

	private static List<Entry> rows(List<Entry> entries, String pattern) {
		return entries.stream().filter((entry) -> entry.text("name").matches(pattern)).toList();
	}

	private static double number(Entry row) {
		return Double.parseDouble(row.text("name").replaceAll("\\D", ""));
	}

	private static String compact(double value) {
		return (value >= 1000) ? String.format(Locale.ROOT, "%.0fk", value / 1000)
				: String.format(Locale.ROOT, "%.0f", value);
	}

}
