package io.pirate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.pirate.spring.observation.PirateMeterObservationHandler;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Meters of observations, found faster than Spring Boot's own handler finds them, where
 * that one is the only one: before a handler of the application's own it would take what
 * is meant for that one.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration" })
@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class, DefaultMeterObservationHandler.class })
@ConditionalOnBean({ MeterRegistry.class, MetricsProperties.class, DefaultMeterObservationHandler.class })
@ConditionalOnSingleCandidate(MeterObservationHandler.class)
public final class PirateMeterObservationAutoConfiguration {

	@Bean
	@Order(0)
	PirateMeterObservationHandler pirateMeterObservationHandler(MeterRegistry registry, MetricsProperties properties) {
		boolean ignored = properties.getObservations().getIgnoredMeters().contains(IgnoredMeters.LONG_TASK_TIMER);
		return new PirateMeterObservationHandler(registry, !ignored);
	}

}
