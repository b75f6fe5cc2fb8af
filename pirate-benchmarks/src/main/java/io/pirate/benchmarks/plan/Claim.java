package io.pirate.benchmarks.plan;

import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * Something wanted of a group's rows that is no plain ratio of rates.
 *
 * @param name what
 * @param unit of its value
 * @param ratioTo the row that its value is a ratio to, or {@code null}
 * @param bound the target, or {@code null} if it is only to be known
 * @param value how it is computed; 0 if a row is missing
 */
public record Claim(String name, String unit, @Nullable String ratioTo, @Nullable Bound bound,
		ToDoubleFunction<Results> value) {

	/** A rate divided by another one. */
	static Claim rates(String name, String row, String ratioTo, double atLeast) {
		return new Claim(name, "ratio", ratioTo, (atLeast > 0) ? Bound.atLeast(atLeast) : null,
				(results) -> results.ratio(row, ratioTo, Measured::perSecond));
	}

	/** A rate divided by that of two other rows done one after the other. */
	static Claim inTurn(String name, String row, String first, String second, double atLeast) {
		return new Claim(name, "ratio", first, Bound.atLeast(atLeast), (results) -> {
			double one = results.value(first, Measured::perSecond);
			double other = results.value(second, Measured::perSecond);
			return (one > 0 && other > 0) ? results.value(row, Measured::perSecond) * (1 / one + 1 / other) : 0;
		});
	}

	/** How long the slowest of a hundred take, by the usual one. */
	static Claim tail(String row, double atMost) {
		return new Claim(row + ": p99 / p50", "ratio", row, Bound.atMost(atMost),
				(results) -> results.value(row, Measured::p99) / results.value(row, Measured::p50));
	}

	/**
	 * Processor time of what clients connect to, for each request, by another row's.
	 * {@code atMost} is 0 if there is no target.
	 */
	static Claim cost(String row, String ratioTo, double atMost) {
		return new Claim("queue CPU per request, " + row + " / " + ratioTo, "ratio", ratioTo,
				(atMost > 0) ? Bound.atMost(atMost) : null,
				(results) -> results.ratio(row, ratioTo, Claim::frontMicros));
	}

	/** Allocation of the queue for each request. */
	static Claim allocation(String row, double atMostBytes) {
		return new Claim("allocation in the queue per request, " + row, "bytes", null, Bound.atMost(atMostBytes),
				(results) -> results.value(row, (measured) -> measured.median((sample) -> sample.frontBytes())));
	}

	private static double frontMicros(Measured measured) {
		return measured.median((sample) -> sample.frontMicros());
	}

	/**
	 * A target.
	 *
	 * @param limit its value
	 * @param most whether more is too much
	 */
	public record Bound(double limit, boolean most) {

		public static Bound atLeast(double limit) {
			return new Bound(limit, false);
		}

		public static Bound atMost(double limit) {
			return new Bound(limit, true);
		}

		public boolean isMet(double value) {
			return this.most ? value <= this.limit : value >= this.limit;
		}

	}

}
