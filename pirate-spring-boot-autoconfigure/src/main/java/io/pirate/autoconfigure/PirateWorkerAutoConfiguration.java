package io.pirate.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.spring.EndpointsResolver;
import io.pirate.spring.ListenerGroup;
import io.pirate.spring.PirateWorkerAnnotationBeanPostProcessor;
import io.pirate.spring.PirateWorkerFactory;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.spring.ReplyMemories;
import io.pirate.spring.WorkerMethodFactory;
import io.pirate.spring.WorkerMethods;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.observation.PirateWorkerObservationConvention;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.validation.Validator;

/**
 * Methods annotated with {@link io.pirate.spring.PirateWorker}, unless
 * {@code pirate.worker.enabled=false}.
 */
@AutoConfiguration(after = { PirateAutoConfiguration.class, PirateQueueAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration" })
@ConditionalOnClass(PirateWorkerContainer.class)
@ConditionalOnBooleanProperty(name = "pirate.worker.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DeduplicationProperties.class)
public final class PirateWorkerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	static PirateWorkerAnnotationBeanPostProcessor pirateWorkerAnnotationBeanPostProcessor(BeanFactory beanFactory,
			ObjectProvider<PirateWorkerRegistry> registry, ObjectProvider<WorkerMethods> workerMethods) {
		return new PirateWorkerAnnotationBeanPostProcessor(beanFactory, registry, workerMethods);
	}

	/** Nobody would ever ask for them: it is they who are asked. */
	@Bean
	static LazyInitializationExcludeFilter pirateWorkersAreNotLazy() {
		return new EagerWorkers();
	}

	@Bean
	@ConditionalOnMissingBean
	PirateWorkerRegistry pirateWorkerRegistry(PirateOptions options, EndpointsResolver endpoints,
			ObjectProvider<PirateListener> listeners, Environment environment) {
		return new PirateWorkerRegistry(new PirateWorkerFactory(options::worker, options::checkWorker, endpoints,
				new ListenerGroup(listeners.orderedStream().toList()), Threading.VIRTUAL.isActive(environment)));
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerMethods pirateWorkerMethods(BeanFactory beanFactory, PirateMessageConverter converter,
			ObjectProvider<Validator> validator, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<PirateWorkerObservationConvention> convention, ReplyMemories memories) {
		return new WorkerMethods(new WorkerMethodFactory(beanFactory, converter, validator.getIfUnique()), converter,
				observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfAvailable(), memories);
	}

	@Bean
	@ConditionalOnMissingBean(ReplyMemories.class)
	ConfiguredReplyMemories pirateReplyMemories(DeduplicationProperties properties, BeanFactory beanFactory) {
		return new ConfiguredReplyMemories(properties.judged(), beanFactory);
	}

}
