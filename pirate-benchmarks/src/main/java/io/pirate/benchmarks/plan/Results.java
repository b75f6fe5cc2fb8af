package io.pirate.benchmarks.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * What a group gave.
 *
 * @param group which
 * @param rows in the group's order; those that failed have no rounds
 */
public record Results(Group group, List<Measured> rows) {

	/**
	 * A row by its name.
	 * @param name its name
	 * @return the row, or {@code null} if it was not measured or failed
	 */
	public @Nullable Measured row(@Nullable String name) {
		return this.rows.stream()
			.filter((row) -> row.scenario().name().equals(name) && !row.rounds().isEmpty())
			.findFirst()
			.orElse(null);
	}

	/**
	 * Something of a row.
	 * @param name the row's name
	 * @param figure what
	 * @return its value, 0 if there is no such row
	 */
	public double value(@Nullable String name, ToDoubleFunction<Measured> figure) {
		Measured row = row(name);
		return (row != null) ? figure.applyAsDouble(row) : 0;
	}

	/**
	 * Something of a row by the same of another row.
	 * @param name a row's name
	 * @param other another's
	 * @param figure what
	 * @return the ratio, 0 if there is nothing to divide by
	 */
	public double ratio(String name, @Nullable String other, ToDoubleFunction<Measured> figure) {
		double divisor = value(other, figure);
		return (divisor > 0) ? value(name, figure) / divisor : 0;
	}

	/**
	 * A row's rate by the one it is compared with.
	 * @param row of this group
	 * @return the ratio of medians, or 0 if there is nothing to compare with
	 */
	public double ratio(Measured row) {
		return ratio(row.scenario().name(), row.scenario().ratioTo(), Measured::perSecond);
	}

}
