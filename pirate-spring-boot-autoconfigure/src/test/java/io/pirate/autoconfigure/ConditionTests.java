package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.pirate.ClientOptions;
import io.pirate.PirateListener;
import io.pirate.autoconfigure.actuate.ClientMetrics;
import io.pirate.autoconfigure.actuate.PirateEndpoint;
import io.pirate.autoconfigure.actuate.PirateHealth;
import io.pirate.autoconfigure.actuate.QueueMetrics;
import io.pirate.autoconfigure.actuate.WorkerMetrics;
import io.pirate.machine.RetryPolicy;
import io.pirate.spring.ListenerGroup;
import io.pirate.spring.PirateClients;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerAnnotationBeanPostProcessor;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.event.PirateEventPublisher;
import io.pirate.spring.observation.PirateClientObservationConvention;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/** What is there when, and what steps back for the application's own. */
class ConditionTests {

	@Test
	void withoutAnySettingThereAreTemplateAndRegistryButNoQueue() {
		Runners.plain()
			.run((context) -> assertThat(context).hasSingleBean(PirateTemplate.class)
				.hasSingleBean(PirateClients.class)
				.hasSingleBean(PirateWorkerRegistry.class)
				.hasSingleBean(PirateEventPublisher.class)
				.doesNotHaveBean(PirateQueueLifecycle.class)
				.doesNotHaveBean(MeterRegistry.class)
				.doesNotHaveBean(PirateClientObservationConvention.class));
	}

	@Test
	void workersCanBeSwitchedOff() {
		Runners.plain()
			.withUserConfiguration(Echo.class)
			.withPropertyValues("pirate.worker.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PirateWorkerRegistry.class)
				.doesNotHaveBean(PirateWorkerAnnotationBeanPostProcessor.class));
	}

	@Test
	void whatWatchesIsThereWithItsRegistry() {
		Runners.withQueue(Runners.watched())
			.withPropertyValues("management.endpoints.web.exposure.include=pirate")
			.run((context) -> assertThat(context).hasSingleBean(PirateHealth.class)
				.hasSingleBean(QueueMetrics.class)
				.hasSingleBean(WorkerMetrics.class)
				.hasSingleBean(ClientMetrics.class)
				.hasSingleBean(PirateClientObservationConvention.class));
		Runners.watched().run((context) -> assertThat(context).doesNotHaveBean(QueueMetrics.class));
	}

	@Test
	void healthCanBeSwitchedOff() {
		Runners.watched()
			.withPropertyValues("management.health.pirate.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PirateHealth.class));
	}

	@Test
	void theEndpointIsThereOnlyWhereItIsExposed() {
		Runners.watched().run((context) -> assertThat(context).doesNotHaveBean(PirateEndpoint.class));
	}

	@Test
	void itWorksWithoutMetersReactorAndValidation() {
		Runners.plain()
			.withConfiguration(AutoConfigurations.of(PirateMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core", "reactor", "jakarta.validation"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PirateTemplate.class));
	}

	@Test
	void withoutJacksonOnlyBytesAndTextAreLeft() {
		Runners.plain().withClassLoader(new FilteredClassLoader(JsonMapper.class)).run((context) -> {
			PirateMessageConverter converter = context.getBean(PirateMessageConverter.class);
			assertThat(converter.write("x", null).frames().text(0)).isEqualTo("x");
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> converter.write(new Object(), null));
		});
	}

	@Test
	void beansOfTheApplicationWin() {
		Runners.withQueue(Runners.plain()).withUserConfiguration(Own.class).run((context) -> {
			assertThat(context).hasSingleBean(PirateOperations.class)
				.hasSingleBean(PirateConnectionDetails.class)
				.hasSingleBean(PirateMessageConverter.class)
				.hasSingleBean(PirateQueueLifecycle.class)
				.hasSingleBean(PirateWorkerRegistry.class);
			assertThat(context.getBean(PirateConnectionDetails.class).clientEndpoints()).containsExactly("tcp://own:1");
			assertThat(context.getBean(PirateOptions.class).client("").endpoints()).containsExactly("tcp://own:1");
		});
	}

	@Test
	void customizersHaveTheLastWord() {
		Runners.plain().withUserConfiguration(Customized.class).run((context) -> {
			assertThat(context.getBean(PirateOptions.class).client("").retry().retries()).isEqualTo(42);
			assertThat(context.getBean(PirateTemplate.class)).isNotNull();
			assertThat(context.getBean(Customized.class).templates).isEqualTo(1);
		});
	}

	@Test
	void theEmbeddedQueueIsWhereUnsetEndpointsLead() {
		Runners.withQueue(Runners.plain()).run((context) -> {
			PirateQueueLifecycle queue = context.getBean(PirateQueueLifecycle.class);
			PirateConnectionDetails details = context.getBean(PirateConnectionDetails.class);
			assertThat(details.clientEndpoints()).containsExactly(queue.queue().frontend());
			assertThat(details.workerEndpoints()).containsExactly(queue.queue().backend());
			assertThat(queue.queue().frontend()).doesNotEndWith("*");
		});
		Runners.withQueue(Runners.plain())
			.withPropertyValues("pirate.client.endpoints=tcp://other:1")
			.run((context) -> assertThat(context.getBean(PirateConnectionDetails.class).clientEndpoints())
				.containsExactly("tcp://other:1"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@PirateWorker("named")
		String answer(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		PirateOperations operations() {
			return mock(PirateOperations.class);
		}

		@Bean
		PirateConnectionDetails details() {
			return new PirateConnectionDetails() {
				@Override
				public List<String> clientEndpoints() {
					return List.of("tcp://own:1");
				}

				@Override
				public List<String> workerEndpoints() {
					return List.of("tcp://own:2");
				}
			};
		}

		@Bean
		PirateMessageConverter converter() {
			return new PirateMessageConverter(List.of());
		}

		@Bean
		PirateQueueLifecycle queue(PirateOptions options) {
			return new PirateQueueLifecycle(options.queue(), new ListenerGroup(List.of(PirateListener.NONE)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		int templates;

		@Bean
		PirateSocketCustomizer sockets() {
			return new PirateSocketCustomizer() {
				@Override
				public ClientOptions customize(String connection, ClientOptions options) {
					return options.with(new RetryPolicy(Duration.ofSeconds(1), 42, false));
				}
			};
		}

		@Bean
		PirateTemplateCustomizer template() {
			return (builder) -> this.templates++;
		}

	}

}
