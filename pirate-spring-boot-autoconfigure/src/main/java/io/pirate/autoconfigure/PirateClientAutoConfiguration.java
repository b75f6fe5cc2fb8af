package io.pirate.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.spring.EndpointsResolver;
import io.pirate.spring.ListenerGroup;
import io.pirate.spring.PirateClients;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.observation.PirateClientObservationConvention;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Clients and templates. A template that nobody injects connects to nothing.
 */
@AutoConfiguration(after = { PirateAutoConfiguration.class, PirateQueueAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(PirateClient.class)
@Import(ConnectionTemplateRegistrar.class)
public final class PirateClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PirateClients pirateClients(PirateOptions options, PirateProperties properties, EndpointsResolver endpoints,
			ObjectProvider<PirateListener> listeners, Environment environment) {
		options.checkClient("");
		properties.connections().keySet().forEach(options::checkClient);
		return new PirateClients(options::client, endpoints, new ListenerGroup(listeners.orderedStream().toList()),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	TemplateFactory pirateTemplateFactory(PirateClients clients, PirateOptions options,
			PirateMessageConverter converter, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<PirateClientObservationConvention> convention,
			ObjectProvider<PirateTemplateCustomizer> customizers) {
		return new TemplateFactory(clients, options, converter,
				observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfAvailable(),
				customizers.orderedStream().toList());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(PirateOperations.class)
	PirateTemplate pirateTemplate(TemplateFactory factory) {
		return factory.template("");
	}

}
