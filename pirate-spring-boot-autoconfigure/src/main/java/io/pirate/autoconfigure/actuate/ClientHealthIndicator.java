package io.pirate.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.machine.ClientSnapshot;
import io.pirate.spring.PirateClients;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The clients of this application: DOWN while one of them reaches no endpoint, UNKNOWN
 * while nobody uses one.
 */
final class ClientHealthIndicator implements HealthIndicator {

	private final PirateClients clients;

	ClientHealthIndicator(PirateClients clients) {
		this.clients = clients;
	}

	@Override
	public Health health() {
		try {
			return currentHealth(this.clients.snapshots());
		}
		catch (RuntimeException ex) {
			return Health.down(ex).build();
		}
	}

	private static Health currentHealth(Map<String, ClientSnapshot> snapshots) {
		if (snapshots.isEmpty()) {
			return Health.unknown().withDetail("reason", "no template is in use").build();
		}
		List<String> cut = new ArrayList<>();
		Map<String, Object> connections = new LinkedHashMap<>();
		snapshots.forEach((connection, snapshot) -> {
			connections.put(name(connection), view(snapshot));
			if (snapshot.endpoints().stream().noneMatch(ClientSnapshot.EndpointView::connected)) {
				cut.add(name(connection));
			}
		});
		Health.Builder health = cut.isEmpty() ? Health.up() : Health.down();
		if (!cut.isEmpty()) {
			health.withDetail("reason", "no endpoint is connected: " + String.join(", ", cut));
		}
		return health.withDetail("connections", connections).build();
	}

	private static Map<String, Object> view(ClientSnapshot snapshot) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("inFlight", snapshot.inFlight());
		view.put("endpoints", snapshot.endpoints().stream().map((endpoint) -> {
			Map<String, Object> one = new LinkedHashMap<>();
			one.put("endpoint", endpoint.endpoint());
			one.put("connected", endpoint.connected());
			one.put("suspect", endpoint.suspect());
			one.put("inFlight", endpoint.inFlight());
			return one;
		}).toList());
		return view;
	}

	private static String name(String connection) {
		return connection.isEmpty() ? "default" : connection;
	}

}
