package io.pirate.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.AcceptedPeer;
import io.pirate.CurveKeyPair;
import io.pirate.PeerList;
import io.pirate.SecurityOptions;
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

	/**
	 * Of a queue with a secret key: one peer may do everything, another one call without
	 * naming a service.
	 */
	SecurityOptions serving() {
		String secret = text("secret", "");
		if (secret.isEmpty()) {
			return SecurityOptions.NONE;
		}
		return SecurityOptions.server(CurveKeyPair.ofSecret(secret),
				PeerList.of(new AcceptedPeer("good", List.of(text("good", "")), List.of("*"), List.of("*")),
						new AcceptedPeer("hostile", List.of(text("hostile", "")), List.of("(anonymous)"), List.of())));
	}

}
