package io.pirate.autoconfigure;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.pirate.NoReplyException;
import io.pirate.PirateClosedException;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Workers and templates other than the usual ones, over real sockets. */
class ConnectionTests {

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.plain());

	@Test
	void workersStopAndStartOneByOne() {
		this.runner.withUserConfiguration(FramesWorker.class).run((context) -> {
			PirateWorkerRegistry registry = context.getBean(PirateWorkerRegistry.class);
			PirateOperations pirate = context.getBean(PirateOperations.class);
			assertThat(pirate.request("x", String.class)).isEqualTo("x");
			assertThat(registry.ids()).containsExactly("echo");
			CountDownLatch stopped = new CountDownLatch(1);
			registry.stop("echo", stopped::countDown);
			assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(registry.isRunning("echo")).isFalse();
			registry.start("echo");
			assertThat(pirate.request("y", String.class)).isEqualTo("y");
		});
	}

	@Test
	void aWorkerMayWaitToBeStarted() {
		this.runner.withUserConfiguration(LateWorker.class).withPropertyValues("start.it=false").run((context) -> {
			PirateWorkerRegistry registry = context.getBean(PirateWorkerRegistry.class);
			assertThat(registry.isRunning("lateWorker.answer")).isFalse();
			registry.start("lateWorker.answer");
			assertThat(context.getBean(PirateTemplate.class).request("x", String.class)).isEqualTo("late x");
		});
	}

	@Test
	void aBoundWorkerServesWithoutAQueue() {
		Runners.plain()
			.withUserConfiguration(FramesWorker.class)
			.withPropertyValues("pirate.worker.bind=tcp://127.0.0.1:*")
			.run((context) -> {
				String bound = context.getBean(PirateWorkerRegistry.class).running().get("echo").boundEndpoint();
				assertThat(bound).startsWith("tcp://127.0.0.1:").doesNotEndWith("*");
				Runners.plain().withPropertyValues("pirate.client.endpoints=" + bound).run((client) -> {
					assertThat(client.getBean(PirateTemplate.class).request("x", String.class)).isEqualTo("x");
				});
			});
	}

	@Test
	void namedConnectionsHaveTemplatesOfTheirOwn() {
		this.runner.withUserConfiguration(FramesWorker.class).run((billing) -> {
			String frontend = billing.getBean(PirateQueueLifecycle.class).queue().frontend();
			Runners.plain()
				.withUserConfiguration(Injected.class)
				.withPropertyValues("pirate.connections.billing.client.endpoints=" + frontend,
						"pirate.client.endpoints=tcp://127.0.0.1:1", "pirate.client.request-timeout=100ms",
						"pirate.client.retries=0", "pirate.connections.billing.client.request-timeout=5s")
				.run((context) -> {
					Injected injected = context.getBean(Injected.class);
					assertThat(injected.billing).isNotSameAs(injected.usual);
					assertThat(injected.billing.request("x", String.class)).isEqualTo("x");
					assertThatExceptionOfType(NoReplyException.class)
						.isThrownBy(() -> injected.usual.request("x", String.class));
				});
		});
	}

	@Test
	void aTemplateOfAStoppedApplicationRefuses() {
		PirateTemplate[] kept = new PirateTemplate[1];
		this.runner.run((context) -> kept[0] = context.getBean(PirateTemplate.class));
		assertThatExceptionOfType(PirateClosedException.class).isThrownBy(() -> kept[0].request("x", String.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class FramesWorker {

		@PirateWorker(id = "echo")
		List<byte[]> echo(List<byte[]> frames) {
			return frames;
		}

	}

	@Configuration(value = "lateWorker", proxyBeanMethods = false)
	static class LateWorker {

		@PirateWorker(autoStartup = "${start.it}")
		String answer(String text) {
			return "late " + text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		final PirateTemplate usual;

		final PirateTemplate billing;

		Injected(PirateTemplate usual, @Qualifier("billing") PirateTemplate billing) {
			this.usual = usual;
			this.billing = billing;
		}

	}

}
