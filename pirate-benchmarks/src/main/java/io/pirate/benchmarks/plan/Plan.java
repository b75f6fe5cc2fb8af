package io.pirate.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which groups are measured. */
public final class Plan {

	private Plan() {
	}

	/**
	 * The groups of a run.
	 * @param full whether to take a quarter of an hour
	 * @param pattern of the names of rows
	 * @return groups that have rows
	 */
	public static List<Group> groups(boolean full, Pattern pattern) {
		List<Group> groups = new ArrayList<>();
		groups.add(MainRows.group());
		if (full) {
			groups.addAll(FullRows.groups());
		}
		return groups.stream()
			.map((group) -> group.only(pattern))
			.filter((group) -> !group.scenarios().isEmpty())
			.toList();
	}

	/**
	 * The group of what else there is.
	 * @param rabbit whether a RabbitMQ server can be started
	 * @param nats whether a NATS server can be started
	 * @param pattern of the names of rows
	 * @return the group
	 */
	public static Group peers(boolean rabbit, boolean nats, Pattern pattern) {
		return PeerRows.group(rabbit, nats).only(pattern);
	}

}
