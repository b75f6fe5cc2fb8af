package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.pirate.CurveKeyPair;
import io.pirate.RejectedException;
import io.pirate.autoconfigure.actuate.BoundWorkerMetrics;
import io.pirate.autoconfigure.actuate.PirateHealth;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What a worker that clients ask directly shows of whom it did not serve. */
class BoundWorkerTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final CurveKeyPair SERVER = KeyGenerator.pair();

	private static final CurveKeyPair SHOP = KeyGenerator.pair();

	private static final CurveKeyPair STRANGER = KeyGenerator.pair();

	private final ApplicationContextRunner server = Runners.watched()
		.withUserConfiguration(Echo.class)
		.withPropertyValues("pirate.worker.bind=tcp://127.0.0.1:*");

	@Test
	void refusalsAreCountedByTheirReason() {
		this.server.run((context) -> {
			client(context).run((client) -> assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> client.getBean(PirateTemplate.class).request("other", "x", String.class)));
			await().atMost(SOON)
				.untilAsserted(
						() -> assertThat(count(context, "pirate.worker.rejected", "reason", "no-worker")).isEqualTo(1));
			assertThat(count(context, "pirate.worker.dropped", "reason", "too-many-connections")).isZero();
			assertThat(view(context)).containsEntry("security", "none")
				.doesNotContainKeys("warning", "denied", "queues");
		});
	}

	@Test
	void strangersAndDeniedCallsAreCountedAndHealthNamesWhoWasDenied() {
		this.server.withPropertyValues(keys(SERVER))
			.withPropertyValues("pirate.security.peers[0].name=shop",
					"pirate.security.peers[0].public-key=" + SHOP.publicKey(), "pirate.security.peers[0].call=secret")
			.run((context) -> {
				client(context).withPropertyValues(keys(SHOP))
					.run((shop) -> assertThatExceptionOfType(RejectedException.class)
						.isThrownBy(() -> shop.getBean(PirateTemplate.class).request("echo", "x", String.class)));
				client(context).withPropertyValues(keys(STRANGER)).run((stranger) -> {
					assertThat(stranger.getBean(PirateTemplate.class)).isNotNull();
					await().atMost(SOON)
						.untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class)
							.get("pirate.worker.connections.denied")
							.functionCounter()
							.count()).isPositive());
				});
				await().atMost(SOON)
					.untilAsserted(
							() -> assertThat(count(context, "pirate.worker.denied", "peer", "shop", "right", "call"))
								.isEqualTo(1));
				assertThat(view(context)).containsEntry("security", "curve")
					.containsEntry("denied", Map.of("shop", Map.of("calls", 1L, "workers", 0L)));
			});
	}

	@Test
	void healthWarnsOfOneThatOthersCanReach() {
		this.server.withPropertyValues("pirate.worker.bind=tcp://0.0.0.0:*", "pirate.security.allow-insecure-bind=true")
			.run((context) -> assertThat(view(context)).containsKey("warning"));
	}

	@Test
	void whereNoneIsBoundThereAreNoSuchMeters() {
		Runners.withQueue(Runners.watched())
			.withUserConfiguration(Echo.class)
			.run((context) -> assertThat(context).doesNotHaveBean(BoundWorkerMetrics.class));
		Runners.withQueue(Runners.watched())
			.withUserConfiguration(Echo.class)
			.withPropertyValues("pirate.connections.own.worker.bind=tcp://127.0.0.1:*")
			.run((context) -> assertThat(context).hasSingleBean(BoundWorkerMetrics.class));
	}

	private static double count(ApplicationContext context, String meter, String... tags) {
		return context.getBean(MeterRegistry.class).get(meter).tags(tags).functionCounter().count();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> view(ApplicationContext context) {
		HealthIndicator workers = (HealthIndicator) context.getBean(PirateHealth.class).getContributor("workers");
		assertThat(workers).isNotNull();
		Health health = Objects.requireNonNull(workers.health(true));
		return (Map<String, Object>) ((List<?>) health.getDetails().get("workers")).get(0);
	}

	private static ApplicationContextRunner client(AssertableApplicationContext server) {
		String address = server.getBean(PirateWorkerRegistry.class)
			.running()
			.values()
			.iterator()
			.next()
			.boundEndpoint();
		return Runners.plain().withPropertyValues("pirate.client.endpoints=" + address);
	}

	private static String[] keys(CurveKeyPair pair) {
		return new String[] { "pirate.security.curve.enabled=true",
				"pirate.security.curve.secret-key=" + pair.secretKey(),
				"pirate.security.curve.server-public-key=" + SERVER.publicKey() };
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@PirateWorker("echo")
		String echo(String text) {
			return text;
		}

	}

}
