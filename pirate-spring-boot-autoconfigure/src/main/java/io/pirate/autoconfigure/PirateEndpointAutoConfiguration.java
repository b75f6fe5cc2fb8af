package io.pirate.autoconfigure;

import java.util.List;

import io.pirate.autoconfigure.actuate.KnownServices;
import io.pirate.autoconfigure.actuate.PirateEndpoint;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTitanicLifecycle;
import io.pirate.spring.PirateWorkerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The actuator endpoint {@code pirate}, where it is exposed.
 */
@AutoConfiguration(after = { PirateQueueAutoConfiguration.class, PirateWorkerAutoConfiguration.class,
		PirateTitanicAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(PirateEndpoint.class)
public final class PirateEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PirateEndpoint pirateEndpoint(ObjectProvider<PirateQueueLifecycle> queue,
			ObjectProvider<PirateWorkerRegistry> registry, ObjectProvider<PirateTitanicLifecycle> titanic,
			ObjectProvider<KnownServices> known, PiratePeers peers) {
		return new PirateEndpoint(queue.getIfAvailable(), registry.getIfAvailable(), titanic.getIfAvailable(),
				known.getIfAvailable(() -> new KnownServices(List.of())), peers::reload);
	}

}
