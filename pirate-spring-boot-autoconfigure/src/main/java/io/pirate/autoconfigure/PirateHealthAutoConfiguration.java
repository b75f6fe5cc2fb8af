package io.pirate.autoconfigure;

import java.util.Map;
import java.util.stream.Collectors;

import io.pirate.autoconfigure.actuate.KnownServices;
import io.pirate.autoconfigure.actuate.PirateHealth;
import io.pirate.spring.PirateClients;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTitanicLifecycle;
import io.pirate.spring.PirateWorkerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * The health component {@code pirate}.
 */
@AutoConfiguration(after = { PirateQueueAutoConfiguration.class, PirateClientAutoConfiguration.class,
		PirateWorkerAutoConfiguration.class, PirateTitanicAutoConfiguration.class })
@ConditionalOnClass({ CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("pirate")
public final class PirateHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "pirateHealthContributor")
	PirateHealth pirateHealthContributor(PirateProperties properties, ObjectProvider<PirateQueueLifecycle> queue,
			ObjectProvider<PirateWorkerRegistry> registry, ObjectProvider<PirateClients> clients,
			ObjectProvider<PirateTitanicLifecycle> titanic, ObjectProvider<KnownServices> known) {
		Map<String, Integer> ofServices = properties.queue()
			.services()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().minWorkers()));
		return new PirateHealth(queue.getIfAvailable(), registry.getIfAvailable(), clients.getIfAvailable(),
				titanic.getIfAvailable(), properties.queue().minWorkers(), ofServices,
				known.getIfAvailable(() -> new KnownServices(ofServices.keySet())));
	}

}
