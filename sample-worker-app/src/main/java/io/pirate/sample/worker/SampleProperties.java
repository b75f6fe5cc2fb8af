package io.pirate.sample.worker;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this worker pretends to be.
 *
 * @param echoDelay how long every echo takes, with a service name or without
 * @param anonymous the worker without a service name
 * @param services the workers with one
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("0ms") Duration echoDelay, @DefaultValue Part anonymous,
		@DefaultValue Part services) {

	/**
	 * A part that can be left out.
	 *
	 * @param enabled whether it takes part
	 */
	record Part(@DefaultValue("true") boolean enabled) {
	}

}
