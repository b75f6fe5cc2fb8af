package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.pirate.PirateEndpoints;
import io.pirate.spring.EndpointsResolver;

/** Endpoints that are looked up by name, as configuration has them. */
final class EndpointsCheck {

	private static final String SERVICE = "discovery:";

	private EndpointsCheck() {
	}

	/** How often, judged. */
	static Duration interval(PirateProperties properties) {
		return new PropertyCheck("pirate.discovery").positive("refresh-interval",
				properties.discovery().refreshInterval());
	}

	/** What is known without Spring Cloud. */
	static EndpointsResolver plain(PirateProperties properties) {
		Duration interval = interval(properties);
		return (endpoints) -> {
			if (endpoints.stream().anyMatch(EndpointsCheck::isService)) {
				throw nobodyKnows();
			}
			return PirateEndpoints.of(List.copyOf(endpoints), interval);
		};
	}

	static boolean isService(String endpoint) {
		return endpoint.toLowerCase(Locale.ROOT).startsWith(SERVICE);
	}

	static IllegalArgumentException nobodyKnows() {
		return new IllegalArgumentException(
				"it names a service, and this application has no DiscoveryClient that could find its instances");
	}

}
