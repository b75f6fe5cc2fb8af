package io.pirate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.pirate.autoconfigure.actuate.BoundWorkerMetrics;
import io.pirate.autoconfigure.actuate.ClientMetrics;
import io.pirate.autoconfigure.actuate.ConnectionMetrics;
import io.pirate.autoconfigure.actuate.QueueMetrics;
import io.pirate.autoconfigure.actuate.StarMetrics;
import io.pirate.autoconfigure.actuate.TitanicMetrics;
import io.pirate.autoconfigure.actuate.WorkerMetrics;
import io.pirate.spring.PirateClients;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTitanicLifecycle;
import io.pirate.spring.PirateWorkerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Meters, where there is a registry for them.
 */
@AutoConfiguration(
		after = { PirateQueueAutoConfiguration.class, PirateClientAutoConfiguration.class,
				PirateWorkerAutoConfiguration.class, PirateTitanicAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class PirateMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PirateQueueLifecycle.class)
	QueueMetrics pirateQueueMetrics(ObjectProvider<PirateQueueLifecycle> queue, PirateProperties properties) {
		// the queue tells its listeners, this one among them: neither can wait for the
		// other
		return new QueueMetrics(() -> queue.getObject().snapshot(), properties.queue().services().keySet());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PirateTitanicLifecycle.class)
	TitanicMetrics pirateTitanicMetrics(ObjectProvider<PirateTitanicLifecycle> titanic) {
		// it tells its listeners, this one among them, as the queue does
		return new TitanicMetrics(() -> titanic.getObject().snapshot());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PirateQueueLifecycle.class)
	ConnectionMetrics pirateConnectionMetrics(PirateQueueLifecycle queue) {
		return new ConnectionMetrics(queue);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PirateQueueLifecycle.class)
	@ConditionalOnBooleanProperty("pirate.binary-star.enabled")
	StarMetrics pirateStarMetrics(PirateQueueLifecycle queue) {
		return new StarMetrics(queue::star);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PirateWorkerRegistry.class)
	WorkerMetrics pirateWorkerMetrics(PirateWorkerRegistry registry) {
		return new WorkerMetrics(registry);
	}

	/** Where no worker is bound there is nothing that it could show. */
	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PirateWorkerRegistry.class)
	@Conditional(OnBoundWorker.class)
	BoundWorkerMetrics pirateBoundWorkerMetrics(ObjectProvider<PirateWorkerRegistry> registry) {
		// workers tell their listeners, this one among them
		return new BoundWorkerMetrics(registry::getObject);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(PirateClients.class)
	ClientMetrics pirateClientMetrics(PirateClients clients) {
		return new ClientMetrics(clients);
	}

}
