package io.pirate.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.pirate.PirateListener;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.Ticket;
import io.pirate.UnknownTicketException;
import io.pirate.autoconfigure.actuate.PirateEndpoint;
import io.pirate.autoconfigure.actuate.PirateHealth;
import io.pirate.spring.ErrorReplyException;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTitanicLifecycle;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.RequestSpec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A real Titanic in applications: beside a queue, in one of its own, in PostgreSQL. */
class TitanicTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private ApplicationContextRunner withTitanic(ApplicationContextRunner runner) {
		return runner.withPropertyValues("pirate.titanic.enabled=true", "pirate.titanic.heartbeat-interval=200ms",
				"management.endpoints.web.exposure.include=pirate",
				"pirate.titanic.directory=" + this.directory.resolve("titanic"), "pirate.titanic.backoff-max=500ms",
				"pirate.titanic.drain-timeout=2s");
	}

	private ApplicationContextRunner besideQueue() {
		return withTitanic(Runners.withQueue(Runners.watched()));
	}

	@Test
	void aRequestIsExecutedAndItsReplyKeptUntilItIsClosed() {
		besideQueue().withUserConfiguration(Orders.class).run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			Ticket ticket = pirate.to("orders").header("tenant", "blue").body(new Order("rum", 3)).submit();
			assertThat(pirate.await(ticket, Receipt.class, PATIENCE)).isEqualTo(new Receipt("3 rum for blue", 1));
			assertThat(pirate.fetch(ticket, Receipt.class)).contains(new Receipt("3 rum for blue", 1));
			pirate.close(ticket);
			pirate.close(ticket);
			assertThatExceptionOfType(UnknownTicketException.class)
				.isThrownBy(() -> pirate.fetch(ticket, Receipt.class));
			Ticket refused = pirate.to("orders").header("tenant", "blue").body(new Order("rum", 0)).submit();
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> pirate.await(refused, Receipt.class, PATIENCE))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("nothing-ordered"));
		});
	}

	@Test
	void aRequestOutlivesTheApplication() {
		Ticket[] kept = new Ticket[1];
		besideQueue().run((context) -> {
			kept[0] = context.getBean(PirateOperations.class)
				.to("orders")
				.header("tenant", "red")
				.body(new Order("rum", 1))
				.submit();
			assertThat(context.getBean(PirateOperations.class).fetch(kept[0], Receipt.class)).isEmpty();
		});
		besideQueue().withUserConfiguration(Orders.class).run((context) -> {
			Ticket ticket = new Ticket(kept[0].id());
			assertThat(context.getBean(PirateOperations.class).awaitAsync(ticket, Receipt.class, PATIENCE))
				.succeedsWithin(PATIENCE)
				.isEqualTo(new Receipt("1 rum for red", 1));
		});
	}

	@Test
	void keysAndBatchesAreThoseOfTheStore() {
		besideQueue().withUserConfiguration(Orders.class).run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			RequestSpec order = pirate.to("orders").header("tenant", "blue").body(new Order("rum", 3));
			RequestSpec keyed = order.idempotencyKey("order-4711");
			assertThat(keyed.submit()).isEqualTo(keyed.submit());
			List<Ticket> tickets = pirate.submitAll(IntStream.range(0, 200).mapToObj((i) -> order).toList());
			assertThat(tickets).hasSize(200).doesNotHaveDuplicates();
			List<CompletableFuture<Receipt>> receipts = tickets.stream()
				.map((ticket) -> pirate.awaitAsync(ticket, Receipt.class, PATIENCE))
				.toList();
			assertThat(CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new))).succeedsWithin(PATIENCE);
			assertThat(receipts.stream().map((receipt) -> receipt.join().run())).doesNotHaveDuplicates();
			assertThat(pirate.await(keyed.submit(), Receipt.class, PATIENCE)).isNotNull();
			assertThat(context.getBean(Orders.class).runs).hasValue(201);
		});
	}

	@Test
	void inAnApplicationOfItsOwnItIsAnOrdinaryWorker() {
		Runners.withQueue(Runners.plain()).withUserConfiguration(Orders.class).run((queue) -> {
			PirateQueueLifecycle lifecycle = queue.getBean(PirateQueueLifecycle.class);
			withTitanic(Runners.plain())
				.withPropertyValues("pirate.worker.endpoints=" + lifecycle.queue().backend(),
						"pirate.client.endpoints=" + lifecycle.queue().frontend())
				.run((titanic) -> {
					PirateOperations pirate = queue.getBean(PirateOperations.class);
					Ticket ticket = pirate.to("orders").header("tenant", "blue").body(new Order("rum", 3)).submit();
					assertThat(pirate.await(ticket, Receipt.class, PATIENCE))
						.isEqualTo(new Receipt("3 rum for blue", 1));
				});
		});
	}

	@Test
	void itsQueueLetsNobodyElseServeIt() {
		besideQueue().withPropertyValues("pirate.client.retries=0")
			.withUserConfiguration(Impostor.class)
			.run((context) -> {
				PirateOperations pirate = context.getBean(PirateOperations.class);
				for (int i = 0; i < 20; i++) {
					assertThat(pirate.to("orders").body("x").submit().id()).isNotEqualTo("0".repeat(32));
				}
			});
	}

	@Test
	void healthMetricsAndEndpointShowIt() {
		besideQueue().withUserConfiguration(Orders.class)
			.withPropertyValues("pirate.titanic.max-requests=3", "pirate.titanic.name=ship")
			.run((context) -> {
				PirateOperations pirate = context.getBean(PirateOperations.class);
				Ticket ticket = pirate.to("orders").header("tenant", "blue").body(new Order("rum", 3)).submit();
				pirate.await(ticket, Receipt.class, PATIENCE);
				pirate.to("nobody").body("x").submit();
				Health health = health(context.getBean(PirateHealth.class));
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("name", "ship")
					.containsEntry("accepting", true)
					.containsEntry("pending", 1L)
					.containsEntry("replies", 1L)
					.containsEntry("deadLetters", 0L)
					.containsEntry("storedRequests", 2L)
					.containsKeys("oldestPendingMs", "backlog", "inHand", "storedBytes", "maxBytes")
					.extractingByKey("disk")
					.asString()
					.contains("freeBytes", "titanic");
				assertThat(context.getBean(PirateEndpoint.class).pirate()).extractingByKey("titanic")
					.asString()
					.contains("pending=1", "deadLetters=[]");
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("pirate.titanic.store").timer().count()).isEqualTo(2);
				assertThat(meters.get("pirate.titanic.executed").tag("status", "ok").counter().count()).isEqualTo(1);
				assertThat(meters.get("pirate.titanic.pending").gauge().value()).isEqualTo(1);
				pirate.to("nobody").body("x").submit();
				assertThatExceptionOfType(RejectedException.class)
					.isThrownBy(() -> pirate.to("nobody").body("x").submit())
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo("full"));
				assertThat(meters.get("pirate.titanic.refused").tag("reason", "full").counter().count()).isEqualTo(1);
			});
	}

	@Test
	void aDeadLetterIsShownAndTriedAgain() {
		besideQueue().withUserConfiguration(Hanging.class)
			.withPropertyValues("pirate.titanic.max-deliveries=1", "pirate.worker.handler-timeout=300ms",
					"pirate.worker.drain-timeout=0s")
			.run((context) -> {
				PirateOperations pirate = context.getBean(PirateOperations.class);
				Ticket ticket = pirate.to("hanging").body("x").submit();
				assertThatExceptionOfType(RemoteFailureException.class)
					.isThrownBy(() -> pirate.await(ticket, String.class, PATIENCE));
				PirateEndpoint endpoint = context.getBean(PirateEndpoint.class);
				assertThat(endpoint.pirate()).extractingByKey("titanic")
					.asString()
					.contains("ticket=" + ticket.id(), "service=hanging");
				context.getBean(Hanging.class).hang = false;
				assertThat(endpoint.change("requeue", ticket.id())).containsEntry("requeued", true);
				assertThat(pirate.await(ticket, String.class, PATIENCE)).isEqualTo("x");
				assertThat(endpoint.change("requeue", ticket.id())).containsEntry("requeued", false);
			});
	}

	@Test
	void aFailedStoreTakesTheApplicationOutOfService() {
		besideQueue().withBean(ApplicationAvailabilityBean.class).run((context) -> {
			ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
			context.getBeansOfType(PirateListener.class)
				.values()
				.forEach((listener) -> listener.titanicFailed("fsync"));
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC));
			context.getBeansOfType(PirateListener.class).values().forEach(PirateListener::titanicRecovered);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC));
		});
	}

	@Test
	void severalInstancesShareADatabase() throws IOException {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			ApplicationContextRunner shared = besideQueue().withBean(DataSource.class, postgres::getPostgresDatabase)
				.withPropertyValues("pirate.titanic.store=jdbc");
			shared.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("schema"));
			ApplicationContextRunner created = shared.withPropertyValues("pirate.titanic.initialize-schema=always");
			created.run((one) -> created.withUserConfiguration(Orders.class).run((other) -> {
				Ticket ticket = one.getBean(PirateOperations.class)
					.to("orders")
					.header("tenant", "blue")
					.body(new Order("rum", 3))
					.submit();
				assertThat(other.getBean(PirateOperations.class).await(ticket, Receipt.class, PATIENCE))
					.isEqualTo(new Receipt("3 rum for blue", 1));
			}));
		}
	}

	@Test
	void withoutThePropertyThereIsNone() {
		Runners.withQueue(Runners.watched())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PirateTitanicLifecycle.class));
	}

	private static Health health(PirateHealth health) {
		return ((HealthIndicator) health.getContributor("titanic")).health();
	}

	record Order(String item, int quantity) {
	}

	record Receipt(String text, int run) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		final AtomicInteger runs = new AtomicInteger();

		@PirateWorker(service = "orders", deduplicate = "memory")
		Receipt place(Order order, @Header("tenant") String tenant) {
			if (order.quantity() == 0) {
				throw new ErrorReplyException("nothing-ordered", "0 is no quantity");
			}
			return new Receipt(order.quantity() + " " + order.item() + " for " + tenant, this.runs.incrementAndGet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hanging {

		volatile boolean hang = true;

		@PirateWorker("hanging")
		CompletableFuture<String> hang(String text) {
			return this.hang ? new CompletableFuture<>() : CompletableFuture.completedFuture(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Impostor {

		@PirateWorker("titanic.request")
		List<byte[]> steal(List<byte[]> frames) {
			return List.of("200".getBytes(), "0".repeat(32).getBytes());
		}

	}

}
