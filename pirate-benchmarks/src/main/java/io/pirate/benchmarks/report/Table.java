package io.pirate.benchmarks.report;

import java.util.List;
import java.util.Locale;

import io.pirate.benchmarks.plan.Claim;
import io.pirate.benchmarks.plan.Measured;
import io.pirate.benchmarks.plan.Results;
import io.pirate.benchmarks.stage.Sample;
import org.jspecify.annotations.Nullable;

/** What groups gave, as text. */
public final class Table {

	private static final String ROW = "%3s %-54s %10s %21s %8s %8s %9s %8s %8s %8s  %-22s%n";

	private static final double HUNDRED = 100;

	private Table() {
	}

	/**
	 * Writes a group's rows and what is claimed about them.
	 * @param results of the group
	 * @return lines
	 */
	public static String render(Results results) {
		StringBuilder text = new StringBuilder();
		text.append(String.format(Locale.ROOT, "%n" + ROW, "", results.group().title(), "median/s", "min - max",
				"p50 us", "p99 us", "p99.9 us", "CPU us", "all us", "bytes", "ratio"));
		int index = 0;
		for (Measured row : results.rows()) {
			index++;
			text.append(row.rounds().isEmpty() ? String.format(Locale.ROOT, "%3s %-54s FAILED%n", index, name(row))
					: row(results, row, index));
		}
		for (Claim claim : results.group().claims()) {
			double value = claim.value().applyAsDouble(results);
			if (value > 0 && Double.isFinite(value)) {
				text.append(claim(claim.name(), value, claim.unit(), claim.bound()));
			}
		}
		return text.toString();
	}

	/**
	 * What the columns mean.
	 * @return lines
	 */
	public static String legend() {
		return """
				64-byte echo, window 1000 if pipelined, four workers that take 64 requests each, unless stated.
				CPU us: processor time of what clients connect to, per request; all us: of all processes together.
				bytes: allocated in what clients connect to, per request. [n]: the row divided by.
				""";
	}

	/**
	 * A line for a single figure.
	 * @param name what it is
	 * @param value of it
	 * @param unit of the value
	 * @param bound what is wanted, or {@code null}
	 * @return the line
	 */
	public static String claim(String name, double value, String unit, Claim.@Nullable Bound bound) {
		String text = (value < HUNDRED) ? String.format(Locale.ROOT, "%.2f", value) : whole(value);
		return String.format(Locale.ROOT, "    %-119s %12s  %s%n", name,
				text + (unit.equals("ratio") ? " x" : " " + unit), mark(value, bound));
	}

	private static String row(Results results, Measured row, int index) {
		String bytes = row.scenario().setup().topology().isJava() ? whole(row.median(Sample::frontBytes)) : "";
		String line = String.format(Locale.ROOT, ROW, index, name(row), whole(row.perSecond()),
				whole(row.least()) + " - " + whole(row.most()), whole(row.p50()), whole(row.p99()), whole(row.p999()),
				micros(row.median(Sample::frontMicros)), micros(row.median(Sample::allMicros)), bytes,
				ratio(results, row));
		return (row.lost() == 0) ? line : line + "    " + row.lost() + " requests of the row above got no answer\n";
	}

	private static String name(Measured row) {
		return row.scenario().name();
	}

	private static String ratio(Results results, Measured row) {
		double ratio = results.ratio(row);
		if (ratio == 0) {
			return "";
		}
		double target = row.scenario().target();
		String text = String.format(Locale.ROOT, "%.2f x [%d] ", ratio, indexOf(results, row.scenario().ratioTo()));
		return text + mark(ratio, (target > 0) ? Claim.Bound.atLeast(target) : null);
	}

	private static String mark(double value, Claim.@Nullable Bound bound) {
		if (bound == null) {
			return "";
		}
		String limit = (bound.limit() < HUNDRED) ? String.format(Locale.ROOT, "%.2f", bound.limit())
				: whole(bound.limit());
		return bound.isMet(value) ? "(meets " + limit + ")"
				: "(" + (bound.most() ? "MORE THAN " : "SHORT OF ") + limit + ")";
	}

	private static int indexOf(Results results, @Nullable String name) {
		List<Measured> rows = results.rows();
		for (int i = 0; i < rows.size(); i++) {
			if (name(rows.get(i)).equals(name)) {
				return i + 1;
			}
		}
		return 0;
	}

	private static String micros(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	private static String whole(double value) {
		return String.format(Locale.ROOT, "%,.0f", value);
	}

}
