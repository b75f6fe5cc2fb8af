package io.pirate.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/** Which methods are found, on which beans. */
@ExtendWith(OutputCaptureExtension.class)
class DiscoveryTests {

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.plain());

	@Test
	void aProxiedMethodIsCalledThroughItsProxy() {
		for (boolean targetClass : List.of(true, false)) {
			this.runner.withUserConfiguration(Proxied.class)
				.withPropertyValues("target.class=" + targetClass)
				.run((context) -> {
					assertThat(context.getBean(PirateWorkerRegistry.class).ids()).containsExactly("echo.answer");
					assertThat(context.getBean(PirateOperations.class).request("x", String.class))
						.isEqualTo("intercepted x");
				});
		}
	}

	@Test
	void placeholdersAndExpressionsAreResolved() {
		this.runner.withUserConfiguration(Expressive.class)
			.withPropertyValues("the.id=seven", "the.service=")
			.run((context) -> {
				PirateWorkerRegistry registry = context.getBean(PirateWorkerRegistry.class);
				assertThat(registry.ids()).containsExactly("seven");
				assertThat(registry.running().get("seven").options().settings().concurrency()).isEqualTo(6);
				assertThat(registry.running().get("seven").options().settings().capacity()).isEqualTo(60);
			});
	}

	@Test
	void aLazyBeanIsFoundWhenItIsMade() {
		this.runner.withUserConfiguration(LazyBean.class).run((context) -> {
			PirateWorkerRegistry registry = context.getBean(PirateWorkerRegistry.class);
			assertThat(registry.ids()).isEmpty();
			context.getBean(Echo.class);
			assertThat(registry.isRunning("echo.answer")).isTrue();
			assertThat(context.getBean(PirateOperations.class).request("x", String.class)).isEqualTo("x");
		});
	}

	@Test
	void lazyInitializationOfEverythingLeavesWorkersAndQueueAlone() {
		this.runner.withUserConfiguration(Composed.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton("pirateQueueLifecycle")).isTrue();
				assertThat(context.getBeanFactory().containsSingleton("pirateTemplate")).isFalse();
				assertThat(context.getBean(PirateWorkerRegistry.class).isRunning("mine")).isTrue();
			});
	}

	@Test
	void anAnnotationOfTheApplicationsOwnWorks() {
		this.runner.withUserConfiguration(Composed.class)
			.run((context) -> assertThat(context.getBean(PirateWorkerRegistry.class).ids()).containsExactly("mine"));
	}

	@Test
	void noBeanIsMadeTooEarly(CapturedOutput output) {
		this.runner.withUserConfiguration(Proxied.class)
			.withPropertyValues("target.class=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
	}

	interface Answers {

		String answer(String text);

	}

	static class Echo implements Answers {

		@Override
		@PirateWorker
		public String answer(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxied {

		@Bean
		Answers echo() {
			return new Echo();
		}

		@Bean
		static MethodInterceptor interceptor() {
			return (invocation) -> "intercepted " + invocation.proceed();
		}

		@Bean
		static BeanNameAutoProxyCreator proxies(Environment environment) {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("echo");
			creator.setInterceptorNames("interceptor");
			creator.setProxyTargetClass(environment.getRequiredProperty("target.class", Boolean.class));
			return creator;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Expressive {

		@PirateWorker(service = "${the.service}", id = "${the.id}", concurrency = "#{2 * 3}", capacity = "60",
				handlerTimeout = "PT5S")
		String answer(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Lazy
		Echo echo() {
			return new Echo();
		}

	}

	@PirateWorker
	@Retention(RetentionPolicy.RUNTIME)
	@interface Mine {

		@AliasFor(annotation = PirateWorker.class)
		String id();

	}

	@Configuration(proxyBeanMethods = false)
	static class Composed {

		@Mine(id = "mine")
		String answer(String text) {
			return text;
		}

	}

}
