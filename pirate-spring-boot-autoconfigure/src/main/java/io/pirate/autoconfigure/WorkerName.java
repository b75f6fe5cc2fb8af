package io.pirate.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * What this application's workers call themselves on the wire.
 *
 * @param text letters, digits, dots, underscores and dashes, 1 to 64 of them
 */
record WorkerName(String text) {

	private static final int LONGEST = 64;

	static WorkerName of(@Nullable String applicationName) {
		String name = (applicationName != null) ? applicationName.replaceAll("[^A-Za-z0-9._-]", "-") : "";
		if (name.isEmpty()) {
			return new WorkerName("application");
		}
		return new WorkerName((name.length() > LONGEST) ? name.substring(0, LONGEST) : name);
	}
}
