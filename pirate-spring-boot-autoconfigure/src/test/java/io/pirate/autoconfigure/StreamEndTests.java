package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pirate.NoReplyException;
import io.pirate.PirateClosedException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.autoconfigure.StreamingWorkers.Row;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.RequestSpec;
import io.pirate.spring.reactive.PirateFlux;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.converter.MessageConversionException;

import static io.pirate.autoconfigure.Taking.MOST_AHEAD;
import static io.pirate.autoconfigure.Taking.collect;
import static io.pirate.autoconfigure.Taking.list;
import static io.pirate.autoconfigure.Taking.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** How replies in parts end otherwise than with their last part. */
class StreamEndTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.watched())
		.withUserConfiguration(StreamingWorkers.class);

	@Test
	void aFailureAmidThePartsComesAfterThem() {
		with((pirate, workers) -> {
			List<Row> came = new ArrayList<>();
			try (Stream<Row> rows = pirate.to("breaking").body("").stream(Row.class)) {
				assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> rows.forEach(came::add))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo("handler-failed"))
					.withMessageContaining("three");
			}
			assertThat(came).isEqualTo(rows(3));
			assertThat(collect(pirate.to("breaking").body("no-more").publish(Row.class), 100)).failsWithin(SOON)
				.withThrowableThat()
				.havingCause()
				.isInstanceOfSatisfying(RemoteFailureException.class,
						(ex) -> assertThat(ex.code()).isEqualTo("no-more"));
			Awaitility.await().untilAsserted(() -> assertThat(workers.closed).hasValue(2));
		});
	}

	@Test
	void aFailureBeforeTheFirstPartIsHandledAsUsual() {
		with((pirate, workers) -> {
			for (String when : List.of("at once", "with the first part")) {
				assertThatExceptionOfType(RemoteFailureException.class)
					.isThrownBy(() -> list(pirate.to("failing").body(when)))
					.withMessageContaining(when);
			}
			for (String when : List.of("recovered at once", "recovered")) {
				assertThat(list(pirate.to("failing").body(when))).containsExactly(new Row(-1, "recovered"));
			}
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> list(pirate.to("stream").body("many")))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("bad-request"));
		});
	}

	@Test
	void aStreamThatIsClosedEarlyStopsTheWorker() {
		with((pirate, workers) -> {
			try (Stream<Row> rows = pirate.to("endless").body(0).stream(Row.class)) {
				assertThat(rows.limit(3).toList()).isEqualTo(rows(3));
			}
			Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(workers.closed).hasValue(1));
			assertThat(PirateFlux.flux(pirate.to("endless-flux").body(0), Row.class).take(3).collectList().block(SOON))
				.isEqualTo(rows(3));
			Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(workers.closed).hasValue(2));
			assertThat(workers.produced.get()).isLessThan(2 * MOST_AHEAD);
		});
	}

	@Test
	void anOperationThatThrowsStopsTheWorkerEvenWithoutClosing() {
		with((pirate, workers) -> {
			Stream<Row> rows = pirate.to("endless").body(0).stream(Row.class);
			assertThatIllegalStateException().isThrownBy(() -> rows.forEach((row) -> {
				throw new IllegalStateException("enough");
			})).withMessage("enough");
			Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(workers.closed).hasValue(1));
		});
	}

	@Test
	void aPartThatCannotBeReadEndsTheCall() {
		with((pirate, workers) -> {
			Stream<Integer> rows = pirate.to("endless").body(0).stream(Integer.class);
			assertThatExceptionOfType(MessageConversionException.class).isThrownBy(rows::toList);
			assertThat(collect(pirate.to("endless").body(0).publish(Integer.class), 1)).failsWithin(SOON)
				.withThrowableThat()
				.withCauseInstanceOf(MessageConversionException.class);
			Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(workers.closed).hasValue(2));
		});
	}

	@Test
	void aStreamThatNobodyServesEndsLikeAnyCall() {
		with((pirate, workers) -> {
			RequestSpec nobody = pirate.to("nobody").timeout(Duration.ofMillis(100)).retries(1).body("x");
			assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> list(nobody));
			Flux<Row> never = PirateFlux.flux(nobody, Row.class);
			assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> never.blockLast(SOON));
			assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> list(pirate.to("refused").body("x")));
		}, "pirate.client.services.refused.no-worker-timeout=0");
	}

	@Test
	void aStreamOfAStoppedApplicationIsRefused() {
		PirateTemplate[] kept = new PirateTemplate[1];
		this.runner.run((context) -> kept[0] = context.getBean(PirateTemplate.class));
		RequestSpec spec = kept[0].to("stream").body(1);
		assertThatExceptionOfType(PirateClosedException.class).isThrownBy(() -> list(spec));
		assertThat(collect(spec.publish(Row.class), 1)).failsWithin(SOON)
			.withThrowableThat()
			.withCauseInstanceOf(PirateClosedException.class);
	}

	@Test
	void aStreamIsOneObservationOnEachSide() {
		this.runner.run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(list(pirate.to("stream").body(100))).hasSize(100);
			assertThat(PirateFlux.flux(pirate.to("stream").body(2), Row.class).collectList().block(SOON)).hasSize(2);
			try (Stream<Row> rows = pirate.to("endless").body(0).stream(Row.class)) {
				assertThat(rows.findFirst()).isPresent();
			}
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> list(pirate.to("breaking").body("")));
			assertTimer(meters, "pirate.client.requests", "stream", "success", 2);
			assertTimer(meters, "pirate.client.requests", "endless", "cancelled", 1);
			assertTimer(meters, "pirate.client.requests", "breaking", "remote-failure", 1);
			assertTimer(meters, "pirate.worker.requests", "stream", "success", 2);
			assertTimer(meters, "pirate.worker.requests", "endless", "success", 1);
			assertTimer(meters, "pirate.worker.requests", "breaking", "failed", 1);
		});
	}

	private static void assertTimer(MeterRegistry meters, String name, String service, String outcome, int count) {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Timer timer = meters.find(name).tag("service", service).tag("outcome", outcome).timer();
			assertThat(timer).as(name + " " + service + " " + outcome).isNotNull();
			assertThat(timer.count()).isEqualTo(count);
			assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		});
	}

	private void with(BiConsumer<PirateOperations, StreamingWorkers> test, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(PirateOperations.class),
					context.getBean(StreamingWorkers.class)));
	}

}
