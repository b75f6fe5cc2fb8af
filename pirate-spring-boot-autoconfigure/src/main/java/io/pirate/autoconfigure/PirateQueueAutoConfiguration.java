package io.pirate.autoconfigure;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.autoconfigure.actuate.KnownServices;
import io.pirate.spring.ListenerGroup;
import io.pirate.spring.PirateQueueLifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The embedded queue, with {@code pirate.queue.enabled=true}.
 */
@AutoConfiguration(after = PirateAutoConfiguration.class)
@ConditionalOnClass(PirateQueue.class)
@ConditionalOnBooleanProperty("pirate.queue.enabled")
public final class PirateQueueAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	KnownServices pirateKnownServices(PirateProperties properties) {
		return new KnownServices(properties.queue().services().keySet());
	}

	/** Others ask it over the network, not as a bean. */
	@Bean
	static LazyInitializationExcludeFilter pirateQueueIsNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(PirateQueueLifecycle.class);
	}

	@Bean
	@ConditionalOnMissingBean
	PirateQueueLifecycle pirateQueueLifecycle(PirateOptions options, ObjectProvider<PirateListener> listeners,
			Environment environment) {
		return new PirateQueueLifecycle(options.queue(), new ListenerGroup(listeners.orderedStream().toList()),
				environment.getProperty("pirate.titanic.enabled", Boolean.class, false));
	}

}
