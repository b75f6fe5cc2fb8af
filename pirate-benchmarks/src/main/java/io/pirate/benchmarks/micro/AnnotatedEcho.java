package io.pirate.benchmarks.micro;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateEndpoints;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.WorkerOptions;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerAnnotationBeanPostProcessor;
import io.pirate.spring.PirateWorkerFactory;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.spring.WorkerMethodFactory;
import io.pirate.spring.WorkerMethods;
import io.pirate.spring.convert.PirateMessageConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The handler that an annotated method becomes, without any socket: the registry's check
 * is asked about each worker, and this one never starts.
 */
@Configuration(proxyBeanMethods = false)
class AnnotatedEcho {

	@PirateWorker(autoStartup = "false")
	String echo(String text) {
		return text;
	}

	@Bean
	AtomicReference<@Nullable PirateHandler> found() {
		return new AtomicReference<>();
	}

	@Bean
	static PirateWorkerAnnotationBeanPostProcessor processor(BeanFactory beanFactory,
			ObjectProvider<PirateWorkerRegistry> registry, ObjectProvider<WorkerMethods> workerMethods) {
		return new PirateWorkerAnnotationBeanPostProcessor(beanFactory, registry, workerMethods);
	}

	@Bean
	PirateWorkerRegistry registry(AtomicReference<@Nullable PirateHandler> found) {
		return new PirateWorkerRegistry(new PirateWorkerFactory(
				(definition) -> WorkerOptions.of("echo", "tcp://127.0.0.1:1"),
				(definition) -> found.set(definition.handler()), PirateEndpoints::of, PirateListener.NONE, false));
	}

	@Bean
	WorkerMethods workerMethods(BeanFactory beanFactory) {
		PirateMessageConverter converter = new PirateMessageConverter(List.of());
		return new WorkerMethods(new WorkerMethodFactory(beanFactory, converter, null), converter,
				ObservationRegistry.NOOP, null);
	}

	static PirateHandler handler() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(AnnotatedEcho.class)) {
			Object handler = context.getBean(AtomicReference.class).get();
			if (handler instanceof PirateHandler found) {
				return found;
			}
			throw new IllegalStateException("no worker was registered");
		}
	}

}
