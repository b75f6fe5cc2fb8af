package io.pirate.benchmarks.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows that are measured in turns, so that a slow minute of the machine hits all of them,
 * and what is claimed about them.
 *
 * @param key a short name for programs
 * @param title for people
 * @param scenarios its rows
 * @param claims what is computed from them, beyond each row's own ratio
 */
public record Group(String key, String title, List<Scenario> scenarios, List<Claim> claims) {

	/** The rows with such a name, and those that they are divided by. */
	Group only(Pattern pattern) {
		List<Scenario> wanted = this.scenarios.stream().filter((row) -> pattern.matcher(row.name()).find()).toList();
		List<Scenario> kept = this.scenarios.stream()
			.filter((row) -> wanted.contains(row)
					|| wanted.stream().anyMatch((other) -> row.name().equals(other.ratioTo())))
			.toList();
		return new Group(this.key, this.title, kept, this.claims);
	}

}
