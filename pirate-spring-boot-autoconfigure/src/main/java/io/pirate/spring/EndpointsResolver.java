package io.pirate.spring;

import java.util.List;

import io.pirate.PirateEndpoints;

/**
 * Knows what endpoints mean as they are written in configuration. A bean of this type
 * replaces the usual one, which knows {@code tcp://host:port},
 * {@code dns+tcp://name:port} and, if the application has Spring Cloud's
 * {@code DiscoveryClient}, {@code discovery://service-id:port}.
 */
@FunctionalInterface
public interface EndpointsResolver {

	/**
	 * Where those endpoints are.
	 * @param endpoints as they are written, at least one
	 * @return addresses that may change
	 * @throws IllegalArgumentException if one is malformed
	 */
	PirateEndpoints resolve(List<String> endpoints);

}
