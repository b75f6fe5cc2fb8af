package io.pirate.autoconfigure;

import javax.sql.DataSource;

import io.pirate.PirateListener;
import io.pirate.PirateTitanic;
import io.pirate.spring.ListenerGroup;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTitanicLifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Requests that survive everything being off, with {@code pirate.titanic.enabled=true}.
 */
@AutoConfiguration(after = { PirateAutoConfiguration.class, PirateQueueAutoConfiguration.class },
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(PirateTitanic.class)
@ConditionalOnBooleanProperty("pirate.titanic.enabled")
@EnableConfigurationProperties(TitanicProperties.class)
public final class PirateTitanicAutoConfiguration {

	/** Others ask it over the network, not as a bean. */
	@Bean
	static LazyInitializationExcludeFilter pirateTitanicIsNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(PirateTitanicLifecycle.class, TitanicReadiness.class);
	}

	@Bean
	@ConditionalOnMissingBean
	PirateTitanicLifecycle pirateTitanicLifecycle(TitanicProperties properties, PirateOptions options,
			ObjectProvider<PirateQueueLifecycle> queue, ObjectProvider<DataSource> database,
			ObjectProvider<PirateListener> listeners) {
		PirateQueueLifecycle embedded = queue.getIfAvailable();
		return new PirateTitanicLifecycle(options.titanic(properties), new TitanicMapper(properties).storage(database),
				() -> options.titanicPlace(embedded), new ListenerGroup(listeners.orderedStream().toList()));
	}

	@Bean
	TitanicReadiness pirateTitanicReadiness(ApplicationContext context) {
		return new TitanicReadiness(context);
	}

}
