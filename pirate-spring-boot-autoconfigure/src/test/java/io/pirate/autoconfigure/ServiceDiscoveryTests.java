package io.pirate.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.QueueOptions;
import io.pirate.spring.EndpointsResolver;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Queues found by the name of a service, which come and go while the application runs.
 */
class ServiceDiscoveryTests {

	private static final AtomicReference<List<ServiceInstance>> INSTANCES = new AtomicReference<>(List.of());

	private final ApplicationContextRunner runner = Runners.plain()
		.withConfiguration(AutoConfigurations.of(PirateDiscoveryAutoConfiguration.class))
		.withPropertyValues("pirate.discovery.refresh-interval=5ms", "pirate.client.retries=0",
				"pirate.client.request-timeout=20s", "pirate.worker.drain-timeout=300ms");

	@Test
	void aServiceIsAllItsInstancesWhicheverThereAreNow() {
		try (PirateQueue first = queue(); PirateQueue second = queue()) {
			// the backend's port is what the registry knows, the frontend's is stated
			INSTANCES.set(List.of(instance(first.backend())));
			this.runner.withUserConfiguration(Discovery.class, Echo.class)
				.withPropertyValues("pirate.worker.endpoints=discovery://queues",
						"pirate.client.endpoints=" + first.frontend() + "," + second.frontend())
				.run((context) -> {
					PirateTemplate template = context.getBean(PirateTemplate.class);
					await().until(() -> first.snapshot().workers().size() == 1);
					INSTANCES.set(List.of(instance(first.backend()), instance(second.backend())));
					await().until(() -> second.snapshot().workers().size() == 1);
					assertThat(template.request("hi", String.class)).isEqualTo("hi");
					INSTANCES.set(List.of(instance(second.backend())));
					await().until(() -> first.snapshot().workers().isEmpty());
					assertThat(second.snapshot().workers()).hasSize(1);
				});
		}
	}

	@Test
	void aStatedPortIsThatOfEveryInstance() {
		INSTANCES.set(List.of(instance("tcp://10.0.0.2:8080"), instance("tcp://10.0.0.1:8080")));
		this.runner.withUserConfiguration(Discovery.class).run((context) -> {
			EndpointsResolver resolver = context.getBean(EndpointsResolver.class);
			assertThat(resolver.resolve(List.of("discovery://queues:5555", "tcp://10.0.0.9:1")).lookup())
				.containsExactly("tcp://10.0.0.1:5555", "tcp://10.0.0.2:5555", "tcp://10.0.0.9:1");
		});
	}

	@Test
	void withoutADiscoveryClientTheStartFails() {
		for (ApplicationContextRunner each : List.of(this.runner,
				this.runner.withClassLoader(new FilteredClassLoader(DiscoveryClient.class)))) {
			each.withPropertyValues("pirate.client.endpoints=discovery://queues")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidPiratePropertyException.class, (ex) -> {
						assertThat(ex.getMessage()).contains("pirate.client.endpoints", "discovery://queues",
								"DiscoveryClient");
					}));
		}
	}

	@Test
	void namesAreKnownWithoutSpringCloud() {
		this.runner.withClassLoader(new FilteredClassLoader(DiscoveryClient.class))
			.run((context) -> assertThat(
					context.getBean(EndpointsResolver.class).resolve(List.of("dns+tcp://localhost:5555")).lookup())
				.contains("tcp://127.0.0.1:5555"));
	}

	@Test
	void badNamesAreRefused() {
		for (String bad : List.of("discovery://", "discovery://a/b", "discovery://queues:0", "discovery://queues:x",
				"dns+tcp://queues", "dns+tcp://:1", "dns+tcp://queues:70000")) {
			this.runner.withUserConfiguration(Discovery.class)
				.withPropertyValues("pirate.client.endpoints=" + bad)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidPiratePropertyException.class)
					.hasMessageContaining(bad));
		}
	}

	@Test
	void theIntervalMustBePositive() {
		this.runner.withPropertyValues("pirate.discovery.refresh-interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPiratePropertyException.class)
				.hasMessageContaining("pirate.discovery.refresh-interval"));
	}

	private static ServiceInstance instance(String endpoint) {
		URI uri = URI.create(endpoint);
		return new DefaultServiceInstance(endpoint, "queues", uri.getHost(), uri.getPort(), false, Map.of());
	}

	private static PirateQueue queue() {
		PirateQueue queue = new PirateQueue(QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"),
				PirateListener.NONE);
		queue.start();
		return queue;
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@PirateWorker
		String echo(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Discovery {

		@Bean
		DiscoveryClient discoveryClient() {
			return new DiscoveryClient() {
				@Override
				public String description() {
					return "what the test says";
				}

				@Override
				public List<ServiceInstance> getInstances(String serviceId) {
					assertThat(serviceId).isEqualTo("queues");
					return INSTANCES.get();
				}

				@Override
				public List<String> getServices() {
					return List.of("queues");
				}
			};
		}

	}

}
