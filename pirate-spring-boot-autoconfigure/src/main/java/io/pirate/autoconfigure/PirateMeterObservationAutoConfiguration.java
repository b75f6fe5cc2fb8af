package io.pirate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.pirate.spring.observation.PirateMeterObservationHandler;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Meters of observations, found faster than Spring Boot's own handler finds them, where
 * that one is at work. An application's own handler takes its place, and ours.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration" })
@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class, DefaultMeterObservationHandler.class })
@ConditionalOnBean({ MeterRegistry.class, MetricsProperties.class, DefaultMeterObservationHandler.class })
public final class PirateMeterObservationAutoConfiguration {

	@Bean
	@Order(0)
	@ConditionalOnMissingBean
	PirateMeterObservationHandler pirateMeterObservationHandler(MeterRegistry registry, MetricsProperties properties) {
		boolean ignored = properties.getObservations().getIgnoredMeters().contains(IgnoredMeters.LONG_TASK_TIMER);
		return new PirateMeterObservationHandler(registry, !ignored);
	}

}
