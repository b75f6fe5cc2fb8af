package io.pirate.sample.worker;

import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateWorkerRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** The parts that one jar can play. */
class PartsTests {

	@Test
	void playsQueueAndWorkerByDefault() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBeanProvider(PirateQueueLifecycle.class).stream()).hasSize(1);
			assertThat(context.getBean(PirateWorkerRegistry.class).ids()).containsExactlyInAnyOrder(
					"anonymousEcho.echo", "namedServices.echo", "namedServices.place", "namedServices.rows");
		}
	}

	@Test
	void playsAWorkerAlone() {
		try (ConfigurableApplicationContext context = start("--spring.profiles.active=worker")) {
			assertThat(context.getBeanProvider(PirateQueueLifecycle.class).stream()).isEmpty();
			assertThat(context.getBeanProvider(AnonymousEcho.class).stream()).hasSize(1);
		}
	}

	@Test
	void playsAQueueAlone() {
		try (ConfigurableApplicationContext context = start("--spring.profiles.active=queue")) {
			PirateQueueLifecycle queue = context.getBean(PirateQueueLifecycle.class);
			assertThat(queue.snapshot()).get().satisfies((snapshot) -> assertThat(snapshot.workers()).isEmpty());
			assertThat(context.getBeanProvider(PirateWorkerRegistry.class).stream()).isEmpty();
		}
	}

	@Test
	void leavesTheAnonymousWorkerOut() {
		try (ConfigurableApplicationContext context = start("--sample.anonymous.enabled=false",
				"--sample.services.enabled=true")) {
			assertThat(context.getBeanProvider(AnonymousEcho.class).stream()).isEmpty();
			assertThat(context.getBeanProvider(NamedServices.class).stream()).hasSize(1);
		}
	}

	@Test
	void leavesTheNamedServicesOut() {
		try (ConfigurableApplicationContext context = start("--sample.services.enabled=false")) {
			assertThat(context.getBeanProvider(NamedServices.class).stream()).isEmpty();
			assertThat(context.getBean(PirateWorkerRegistry.class).ids()).containsExactly("anonymousEcho.echo");
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(WorkerApplication.class).web(WebApplicationType.NONE)
			.properties("pirate.queue.frontend=tcp://127.0.0.1:*", "pirate.queue.backend=tcp://127.0.0.1:*")
			.run(arguments);
	}

}
