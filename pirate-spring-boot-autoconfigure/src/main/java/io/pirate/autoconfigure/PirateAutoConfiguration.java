package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.pirate.JeromqWakeup;
import io.pirate.PirateClient;
import io.pirate.spring.EndpointsResolver;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.convert.TicketModule;
import io.pirate.spring.event.PirateEventPublisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;

/**
 * What queue, workers and clients share.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass({ PirateClient.class, MessageConverter.class })
@EnableConfigurationProperties({ PirateProperties.class, SecurityProperties.class })
public final class PirateAutoConfiguration {

	private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

	/**
	 * Before any bean can use JeroMQ, ours or the application's own: afterwards it would
	 * be too late.
	 */
	@Bean
	static BeanFactoryPostProcessor pirateJeromqWakeup(Environment environment) {
		boolean fast = Binder.get(environment).bind(JeromqWakeup.PROPERTY, Boolean.class).orElse(true);
		return (factory) -> JeromqWakeup.decide(fast);
	}

	@Bean
	@ConditionalOnMissingBean
	PirateSecurity pirateSecurity(PirateProperties properties, SecurityProperties security, ResourceLoader resources) {
		return new PirateSecurity(properties, security, resources);
	}

	/** Reads its file again when that changes. */
	@Bean
	@ConditionalOnMissingBean
	PiratePeers piratePeers(PirateSecurity security) {
		return security.peers();
	}

	@Bean
	@ConditionalOnMissingBean
	PirateOptions pirateOptions(PirateProperties properties, PirateSecurity security, EndpointsResolver endpoints,
			Environment environment, ObjectProvider<PirateConnectionDetails> details,
			ObjectProvider<PirateSocketCustomizer> customizers) {
		requireAvailable(properties);
		Duration phase = Binder.get(environment).bind(PHASE_TIMEOUT, Duration.class).orElse(Duration.ofSeconds(30));
		return new PirateOptions(properties, details::getObject, endpoints,
				WorkerName.of(environment.getProperty("spring.application.name")), new DrainLimit(phase), security,
				customizers.orderedStream().toList());
	}

	/** Spring Cloud's discovery has another one, if it is there. */
	@Bean
	@ConditionalOnMissingBean
	EndpointsResolver pirateEndpointsResolver(PirateProperties properties) {
		return EndpointsCheck.plain(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	PirateConnectionDetails pirateConnectionDetails(PirateProperties properties,
			ObjectProvider<PirateQueueLifecycle> queue) {
		return new PropertiesConnectionDetails(properties, queue.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	PirateEventPublisher pirateEventPublisher(ApplicationEventPublisher publisher) {
		return new PirateEventPublisher(publisher);
	}

	private static void requireAvailable(PirateProperties properties) {
		if (properties.binaryStar().enabled() && !properties.queue().enabled()) {
			throw new InvalidPiratePropertyException("pirate.binary-star.enabled", "true",
					"there is no embedded queue that could be one of a pair",
					"Set pirate.queue.enabled=true, or remove pirate.binary-star.enabled.");
		}
	}

	/** Bodies as JSON, unless the application says otherwise. */
	@Configuration(proxyBeanMethods = false)
	@Order(1)
	@ConditionalOnClass({ JsonMapper.class, JacksonJsonMessageConverter.class })
	static class JacksonConfiguration {

		/** Wherever the application writes and reads JSON. */
		@Bean
		@ConditionalOnMissingBean
		static TicketModule pirateTicketModule() {
			return new TicketModule();
		}

		@Bean
		@ConditionalOnMissingBean
		PirateMessageConverter pirateMessageConverter(ObjectProvider<JsonMapper> mapper) {
			JsonMapper found = mapper.getIfAvailable();
			return new PirateMessageConverter(List
				.of((found != null) ? new JacksonJsonMessageConverter(found) : new JacksonJsonMessageConverter()));
		}

	}

	/** Without Jackson only bytes and text can be sent. */
	@Configuration(proxyBeanMethods = false)
	@Order(2)
	static class PlainConfiguration {

		@Bean
		@ConditionalOnMissingBean
		PirateMessageConverter pirateMessageConverter() {
			return new PirateMessageConverter(List.of());
		}

	}

}
