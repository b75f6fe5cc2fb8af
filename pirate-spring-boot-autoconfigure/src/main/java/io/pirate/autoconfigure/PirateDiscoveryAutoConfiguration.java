package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.pirate.PirateEndpoints;
import io.pirate.spring.DiscoveredEndpoints;
import io.pirate.spring.EndpointsResolver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;

/**
 * Endpoints by the names of services, for applications with Spring Cloud's discovery. The
 * application's {@code DiscoveryClient} that asks all others is the primary one.
 */
@AutoConfiguration(before = PirateAutoConfiguration.class)
@ConditionalOnClass(DiscoveryClient.class)
@EnableConfigurationProperties(PirateProperties.class)
public final class PirateDiscoveryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EndpointsResolver pirateEndpointsResolver(ObjectProvider<DiscoveryClient> discovery, PirateProperties properties) {
		Duration interval = EndpointsCheck.interval(properties);
		return (endpoints) -> PirateEndpoints
			.all(endpoints.stream().map((endpoint) -> resolve(discovery, endpoint, interval)).toList());
	}

	private static PirateEndpoints resolve(ObjectProvider<DiscoveryClient> discovery, String endpoint,
			Duration interval) {
		if (!EndpointsCheck.isService(endpoint)) {
			return PirateEndpoints.of(List.of(endpoint), interval);
		}
		DiscoveryClient client = discovery.getIfAvailable();
		if (client == null) {
			throw EndpointsCheck.nobodyKnows();
		}
		return DiscoveredEndpoints.of(client, endpoint, interval);
	}

}
