package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import io.pirate.RemoteFailureException;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Handlers on the I/O thread, and what becomes of those that should not be there. */
class IoThreadTests {

	private static final String OWN_THREAD = "pirate-";

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.plain())
		.withPropertyValues("pirate.worker.heartbeat-interval=5s", "pirate.client.request-timeout=20s");

	@Test
	void aQuickHandlerRunsWithoutAHandOver() {
		this.runner.withUserConfiguration(Quick.class).run((context) -> {
			PirateTemplate pirate = context.getBean(PirateTemplate.class);
			String thread = pirate.request("quick", "x", String.class);
			assertThat(thread).doesNotContain("Quick");
			assertThat(pirate.request("usual", "x", String.class)).contains(OWN_THREAD + "quick.usual");
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> pirate.request("quick", "throw", String.class));
			for (int i = 0; i < 100; i++) {
				assertThat(pirate.request("quick", "x", String.class)).isEqualTo(thread);
			}
		});
	}

	@Test
	void oneThatOverstaysItsTimeoutGetsThreadsOfItsOwn() {
		this.runner.withUserConfiguration(Slow.class).run((context) -> {
			PirateTemplate pirate = context.getBean(PirateTemplate.class);
			assertThat(pirate.request("slow", "quickly", String.class)).doesNotContain("slow.slow");
			assertThat(pirate.request("slow", "slowly", String.class)).doesNotContain("slow.slow");
			assertThat(pirate.request("slow", "quickly", String.class)).contains(OWN_THREAD + "slow.slow");
		});
	}

	@Test
	void aReplyInPartsCannotRunThere() {
		this.runner.withUserConfiguration(InParts.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("cannot run on the I/O thread"));
	}

	@Configuration(value = "quick", proxyBeanMethods = false)
	static class Quick {

		@PirateWorker(service = "quick", ioThread = "true")
		String quick(String text) {
			if (text.equals("throw")) {
				throw new IllegalStateException("as asked");
			}
			return Thread.currentThread().getName();
		}

		@PirateWorker(service = "usual", ioThread = "false")
		String usual(String text) {
			return Thread.currentThread().getName();
		}

	}

	@Configuration(value = "slow", proxyBeanMethods = false)
	static class Slow {

		@PirateWorker(service = "slow", ioThread = "true", handlerTimeout = "2s")
		String slow(String text) {
			if (text.equals("slowly")) {
				long start = System.nanoTime();
				Awaitility.await().until(() -> System.nanoTime() - start > Duration.ofMillis(2100).toNanos());
			}
			return Thread.currentThread().getName();
		}

	}

	@Configuration(value = "parts", proxyBeanMethods = false)
	static class InParts {

		@PirateWorker(service = "parts", ioThread = "true")
		Stream<String> parts(String text) {
			return Stream.of(text);
		}

	}

}
