package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.pirate.BinaryStarOptions;
import io.pirate.autoconfigure.actuate.PirateEndpoint;
import io.pirate.autoconfigure.actuate.PirateHealth;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.event.BinaryStarChangedEvent;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The embedded queue as one of a pair whose other one is not there. */
class BinaryStarTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=*";

	private static ApplicationContextRunner alone(String... properties) {
		return Runners.withQueue(Runners.watched())
			.withPropertyValues("pirate.binary-star.enabled=true", "pirate.binary-star.bind=tcp://127.0.0.1:*",
					"pirate.binary-star.peer=tcp://127.0.0.1:9", "pirate.binary-star.heartbeat-interval=100ms", EXPOSED)
			.withPropertyValues(properties)
			.withUserConfiguration(Echo.class, Changes.class);
	}

	@Test
	void propertiesReachTheQueue() {
		alone("pirate.binary-star.role=backup", "pirate.binary-star.liveness=5",
				"pirate.binary-star.failback-after=30s")
			.run((context) -> {
				BinaryStarOptions star = context.getBean(PirateQueueLifecycle.class).options().binaryStar();
				assertThat(star.role()).isEqualTo(StarRole.BACKUP);
				assertThat(star.bind()).isEqualTo("tcp://127.0.0.1:*");
				assertThat(star.peer()).isEqualTo("tcp://127.0.0.1:9");
				assertThat(star.heartbeat().interval()).isEqualTo(Duration.ofMillis(100));
				assertThat(star.heartbeat().liveness()).isEqualTo(5);
				assertThat(star.failbackAfter()).isEqualTo(Duration.ofSeconds(30));
			});
	}

	@Test
	void aQueueOnItsOwnIsNoneOfAPair() {
		Runners.withQueue(Runners.watched()).withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context.getBean(PirateQueueLifecycle.class).star()).isEmpty();
			assertThat(context.getBean(PirateEndpoint.class).pirate()).doesNotContainKey("binaryStar");
			assertThat(context.getBean(MeterRegistry.class).find("pirate.binary.star.serving").gauge()).isNull();
		});
	}

	@Test
	void aPrimaryWithoutBackupServesAfterTheSilenceAndEverybodyCanSeeIt() {
		alone().run((context) -> {
			assertThat(context.getBean(PirateOperations.class).request("x", String.class)).isEqualTo("x");
			Map<?, ?> star = (Map<?, ?>) context.getBean(PirateEndpoint.class).pirate().get("binaryStar");
			assertThat(star.get("role")).isEqualTo("primary");
			assertThat(star.get("state")).isEqualTo("active");
			assertThat(star.get("serving")).isEqualTo(true);
			assertThat((Long) star.get("epoch")).isEven().isPositive();
			assertThat(health(context)).containsEntry("binaryStar", star);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Awaitility.await().until(() -> meters.get("pirate.binary.star.serving").gauge().value() == 1);
			assertThat(meters.get("pirate.binary.star.takeovers").functionCounter().count()).isEqualTo(1);
			Changes changes = context.getBean(Changes.class);
			Awaitility.await().until(() -> !changes.seen.isEmpty());
			BinaryStarChangedEvent event = changes.seen.get(0);
			assertThat(event.state()).isEqualTo(StarState.ACTIVE);
			assertThat(event.reason()).isEqualTo("the other queue is silent");
		});
	}

	@Test
	void aBackupThatNeverHeardItsPrimaryServesOnlyWhenTheOperatorSaysSo() {
		alone("pirate.binary-star.role=backup").run((context) -> {
			PirateEndpoint endpoint = context.getBean(PirateEndpoint.class);
			PirateQueueLifecycle queue = context.getBean(PirateQueueLifecycle.class);
			Awaitility.await().until(() -> queue.snapshot().orElseThrow().workers().size() == 1);
			assertThat(queue.star().orElseThrow().serving()).isFalse();
			Map<String, Object> result = endpoint.operate("take-over");
			assertThat(result).containsEntry("changed", true);
			assertThat(queue.star().orElseThrow().state()).isEqualTo(StarState.ACTIVE);
			assertThat(endpoint.operate("take-over")).containsEntry("changed", false);
			assertThat(context.getBean(PirateOperations.class).request("x", String.class)).isEqualTo("x");
		});
	}

	@Test
	void thereIsNoOtherOperation() {
		alone().run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> context.getBean(PirateEndpoint.class).operate("explode")));
		Runners.withQueue(Runners.watched())
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> context.getBean(PirateEndpoint.class).operate("take-over")));
	}

	private static Map<String, Object> health(ApplicationContext context) {
		HealthIndicator queue = (HealthIndicator) context.getBean(PirateHealth.class).getContributor("queue");
		Health health = queue.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		return health.getDetails();
	}

	@Component
	static class Echo {

		@PirateWorker
		String echo(String text) {
			return text;
		}

	}

	@Component
	static class Changes {

		final List<BinaryStarChangedEvent> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void on(BinaryStarChangedEvent event) {
			this.seen.add(event);
		}

	}

}
