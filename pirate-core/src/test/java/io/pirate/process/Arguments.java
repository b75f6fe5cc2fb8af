package io.pirate.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.pirate.machine.HeartbeatPolicy;

/** The {@code name=value} pairs of a child's command line. */
final class Arguments {

	private final Map<String, String> values = new HashMap<>();

	Arguments(String... pairs) {
		for (String pair : pairs) {
			int equals = pair.indexOf('=');
			this.values.put(pair.substring(0, equals), pair.substring(equals + 1));
		}
	}

	String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	int number(String name, int otherwise) {
		return Integer.parseInt(text(name, Integer.toString(otherwise)));
	}

	Duration millis(String name, int otherwise) {
		return Duration.ofMillis(number(name, otherwise));
	}

	HeartbeatPolicy heartbeat() {
		return new HeartbeatPolicy(millis("interval", 1000), number("liveness", 3));
	}

}
