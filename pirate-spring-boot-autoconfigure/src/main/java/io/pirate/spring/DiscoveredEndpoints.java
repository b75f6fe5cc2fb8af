package io.pirate.spring;

import java.time.Duration;
import java.util.List;

import io.pirate.PirateEndpoints;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Every instance of a service that Spring Cloud knows: Kubernetes, Consul, Eureka and
 * others. Written {@code discovery://service-id:port}, or without the port if the one
 * that an instance is registered with is the queue's.
 */
public final class DiscoveredEndpoints implements PirateEndpoints {

	private static final String SCHEME = "discovery://";

	private static final int LAST_PORT = 65535;

	private final DiscoveryClient discovery;

	private final String serviceId;

	private final @Nullable Integer port;

	private final Duration interval;

	/**
	 * A service that is looked up again and again.
	 * @param discovery who knows it
	 * @param serviceId its name there
	 * @param port the port at each instance's host, or {@code null} for the instance's
	 * own
	 * @param interval the pause between two lookups, at least a millisecond
	 */
	public DiscoveredEndpoints(DiscoveryClient discovery, String serviceId, @Nullable Integer port, Duration interval) {
		this.discovery = discovery;
		this.serviceId = serviceId;
		this.port = port;
		this.interval = interval;
	}

	/**
	 * Reads an endpoint as it is written in configuration.
	 * @param discovery who knows services
	 * @param endpoint such as {@code discovery://queues:5555}
	 * @param interval the pause between two lookups
	 * @return the service
	 * @throws IllegalArgumentException if it is malformed, with the reason
	 */
	public static DiscoveredEndpoints of(DiscoveryClient discovery, String endpoint, Duration interval) {
		String place = endpoint.substring(SCHEME.length());
		int colon = place.lastIndexOf(':');
		String serviceId = (colon < 0) ? place : place.substring(0, colon);
		if (serviceId.isBlank() || serviceId.indexOf('/') >= 0) {
			throw malformed(endpoint);
		}
		return new DiscoveredEndpoints(discovery, serviceId, (colon < 0) ? null : port(endpoint, colon, place),
				interval);
	}

	private static int port(String endpoint, int colon, String place) {
		try {
			int port = Integer.parseInt(place.substring(colon + 1));
			if (port >= 1 && port <= LAST_PORT) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw malformed(endpoint);
	}

	private static IllegalArgumentException malformed(String endpoint) {
		return new IllegalArgumentException(
				"'" + endpoint + "' is not of the form discovery://<service-id> or discovery://<service-id>:<port>");
	}

	/** Sorted, so that an answer in another order is no change. */
	@Override
	public List<String> lookup() {
		return this.discovery.getInstances(this.serviceId).stream().map(this::address).sorted().distinct().toList();
	}

	private String address(ServiceInstance instance) {
		String host = instance.getHost();
		boolean ipv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
		return "tcp://" + (ipv6 ? "[" + host + "]" : host) + ":"
				+ ((this.port != null) ? this.port : instance.getPort());
	}

	@Override
	public Duration interval() {
		return this.interval;
	}

	@Override
	public String toString() {
		return SCHEME + this.serviceId;
	}

}
