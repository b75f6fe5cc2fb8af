package io.pirate.autoconfigure.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pirate.autoconfigure.Runners;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Service by service: health, meters and the endpoint. */
class ServiceViewTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.watched())
		.withUserConfiguration(Orders.class)
		.withPropertyValues("management.endpoints.web.exposure.include=pirate");

	@Test
	void aConfiguredServiceWithoutAWorkerIsOutOfService() {
		this.runner
			.withPropertyValues("pirate.queue.services.billing.min-workers=2",
					"pirate.queue.services.orders.min-workers=1", "pirate.queue.services[a.b].min-workers=0")
			.run((context) -> Awaitility.await().atMost(SOON).untilAsserted(() -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
				assertThat(health.getDetails()).containsEntry("reason", "0 live workers for 'billing', 2 needed");
				assertThat(services(health)).containsOnlyKeys("(anonymous)", "a.b", "billing", "orders");
				assertThat(services(health).get("billing")).containsEntry("workers", 0).containsEntry("waiting", 0);
				assertThat(services(health).get("orders")).containsEntry("workers", 1);
			}));
	}

	@Test
	void everyShortageIsNamed() {
		this.runner
			.withPropertyValues("pirate.queue.services.billing.min-workers=1",
					"pirate.queue.services.orders.min-workers=3", "pirate.queue.min-workers=4")
			.run((context) -> Awaitility.await()
				.atMost(SOON)
				.untilAsserted(() -> assertThat(health(context).getDetails()).containsEntry("reason",
						"2 live workers, 4 needed; 0 live workers for 'billing', 1 needed; "
								+ "1 live workers for 'orders', 3 needed")));
	}

	@Test
	void aServiceThatLostItsWorkerKeepsItsNameAndAnUnknownOneHasNone() {
		this.runner.run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(pirate.request("orders", "x", String.class)).isEqualTo("x");
			stop(context.getBean(PirateWorkerRegistry.class), "orders");
			CompletableFuture<String> known = pirate.requestAsync("orders", "y", String.class);
			CompletableFuture<String> unknown = pirate.requestAsync("invented", "z", String.class);
			Awaitility.await().atMost(SOON).untilAsserted(() -> {
				Health health = health(context);
				assertThat(services(health)).containsOnlyKeys("(anonymous)", "orders");
				assertThat(services(health).get("orders")).containsEntry("workers", 0).containsEntry("waiting", 1);
				assertThat((long) services(health).get("orders").get("oldestWaitingMs")).isPositive();
				assertThat(health.getDetails()).containsEntry("servicesWithoutWorkers", 1L);
				assertThat(gauge(meters, "waiting", "orders")).isEqualTo(1);
				assertThat(gauge(meters, "waiting", "other")).isEqualTo(1);
				assertThat(gauge(meters, "oldest.waiting", "orders")).isPositive();
				assertThat(meters.find("pirate.queue.waiting").tag("service", "invented").gauge()).isNull();
			});
			Map<?, ?> services = (Map<?, ?>) context.getBean(PirateEndpoint.class).pirate().get("services");
			assertThat(services.keySet()).hasToString("[(anonymous), orders]");
			assertThat(known.cancel(true)).isTrue();
			assertThat(unknown.cancel(true)).isTrue();
		});
	}

	@Test
	void metersAreThereForEveryServiceThatIsServedOrConfigured() {
		this.runner.withPropertyValues("pirate.queue.services.billing.min-workers=0").run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(gauge(meters, "waiting", "billing")).isZero();
			Awaitility.await().atMost(SOON).untilAsserted(() -> {
				Gauge ready = meters.find("pirate.queue.workers")
					.tag("service", "orders")
					.tag("state", "ready")
					.gauge();
				assertThat(ready).isNotNull();
				assertThat(ready.value()).isEqualTo(1);
			});
			assertThat(gauge(meters, "in.flight", "orders")).isZero();
			assertThat(gauge(meters, "oldest.waiting", "orders")).isZero();
		});
	}

	private static void stop(PirateWorkerRegistry registry, String id) throws InterruptedException {
		CountDownLatch stopped = new CountDownLatch(1);
		registry.stop(id, stopped::countDown);
		assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
	}

	private static double gauge(MeterRegistry meters, String name, String service) {
		return meters.get("pirate.queue." + name).tag("service", service).gauge().value();
	}

	private static Health health(AssertableApplicationContext context) {
		HealthIndicator queue = (HealthIndicator) context.getBean(PirateHealth.class).getContributor("queue");
		assertThat(queue).isNotNull();
		return queue.health();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> services(Health health) {
		return (Map<String, Map<String, Object>>) health.getDetails().get("services");
	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		@PirateWorker(service = "orders", id = "orders")
		String place(String text) {
			return text;
		}

		@PirateWorker
		String answer(String text) {
			return text;
		}

	}

}
