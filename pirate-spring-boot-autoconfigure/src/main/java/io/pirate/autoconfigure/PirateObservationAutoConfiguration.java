package io.pirate.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.spring.observation.DefaultPirateClientObservationConvention;
import io.pirate.spring.observation.DefaultPirateWorkerObservationConvention;
import io.pirate.spring.observation.PirateClientObservationConvention;
import io.pirate.spring.observation.PirateWorkerObservationConvention;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Names and tags of observations, where there is a registry for them.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class PirateObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(PirateClientObservationConvention.class)
	DefaultPirateClientObservationConvention pirateClientObservationConvention() {
		return DefaultPirateClientObservationConvention.INSTANCE;
	}

	@Bean
	@ConditionalOnMissingBean(PirateWorkerObservationConvention.class)
	DefaultPirateWorkerObservationConvention pirateWorkerObservationConvention() {
		return DefaultPirateWorkerObservationConvention.INSTANCE;
	}

}
