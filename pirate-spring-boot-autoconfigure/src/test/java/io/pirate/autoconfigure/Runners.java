package io.pirate.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

/** Context runners with everything of ours, and a queue at free ports where wanted. */
public final class Runners {

	private Runners() {
	}

	public static ApplicationContextRunner plain() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				LifecycleAutoConfiguration.class, ValidationAutoConfiguration.class, PirateAutoConfiguration.class,
				PirateQueueAutoConfiguration.class, PirateTitanicAutoConfiguration.class,
				PirateClientAutoConfiguration.class, PirateWorkerAutoConfiguration.class,
				PirateObservationAutoConfiguration.class, PirateMeterObservationAutoConfiguration.class));
	}

	public static ApplicationContextRunner watched() {
		return plain().withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
						SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class,
						HealthContributorRegistryAutoConfiguration.class, PirateHealthAutoConfiguration.class,
						PirateMetricsAutoConfiguration.class, PirateEndpointAutoConfiguration.class));
	}

	/** With a queue, and workers that leave at once when the test is over. */
	public static ApplicationContextRunner withQueue(ApplicationContextRunner runner) {
		return runner.withPropertyValues("spring.application.name=orders-app", "pirate.queue.enabled=true",
				"pirate.queue.frontend=tcp://127.0.0.1:*", "pirate.queue.backend=tcp://127.0.0.1:*",
				"pirate.queue.heartbeat-interval=200ms", "pirate.worker.heartbeat-interval=200ms",
				"pirate.worker.drain-timeout=100ms");
	}

}
