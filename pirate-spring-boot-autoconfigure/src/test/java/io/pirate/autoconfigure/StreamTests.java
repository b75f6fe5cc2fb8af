package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
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
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.spring.RequestSpec;
import io.pirate.spring.reactive.PirateFlux;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Replies in parts, from an annotated method to a stream, over real sockets. */
class StreamTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	/** A window of parts for the way, and what both sides have in their hands. */
	private static final int MOST_AHEAD = 200;

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.watched())
		.withUserConfiguration(StreamingWorkers.class);

	@ParameterizedTest
	@ValueSource(strings = { "stream", "iterable", "flux", "flow" })
	void everyKindOfResultArrivesPartByPart(String service) {
		with((pirate, workers) -> {
			List<Row> expected = rows(150);
			RequestSpec spec = pirate.to(service).body(150);
			try (Stream<Row> rows = spec.stream(Row.class)) {
				assertThat(rows.toList()).isEqualTo(expected);
			}
			assertThat(PirateFlux.flux(spec, Row.class).collectList().block(SOON)).isEqualTo(expected);
			assertThat(collect(spec.publish(Row.class), 7)).succeedsWithin(SOON).isEqualTo(expected);
			try (Stream<Row> none = pirate.to(service).body(0).stream(Row.class)) {
				assertThat(none).isEmpty();
			}
		});
	}

	@Test
	void aGenericTypeOfAPartIsReadAsSuch() {
		with((pirate, workers) -> {
			ParameterizedTypeReference<List<Row>> type = new ParameterizedTypeReference<>() {
			};
			try (Stream<List<Row>> lists = pirate.to("list").body(2).stream(type)) {
				assertThat(lists).containsExactly(rows(2));
			}
			assertThat(PirateFlux.flux(pirate.to("list").body(3), type).collectList().block(SOON))
				.containsExactly(rows(3));
			try (Stream<Integer> numbers = pirate.to("int-stream").body(3).stream(Integer.class)) {
				assertThat(numbers).containsExactly(0, 1, 2);
			}
		});
	}

	@Test
	void aListIsOneReplyAndAStreamAskedForOneIsItsLastPart() {
		with((pirate, workers) -> {
			assertThat(pirate.request("list", 2, Row[].class)).hasSize(2);
			assertThat(pirate.request("stream", 5, Row.class)).isEqualTo(new Row(4, "row 4"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "auto, yo ho ho", "mdp01, yo ho ho", "simple, ho" })
	void theAnonymousServiceStreamsTooAndASimplePirateSendsTheLastPart(String protocol, String expected) {
		Runners.withQueue(Runners.plain())
			.withUserConfiguration(Words.class)
			.withPropertyValues("pirate.worker.protocol=" + protocol)
			.run((context) -> {
				PirateOperations pirate = context.getBean(PirateOperations.class);
				try (Stream<String> words = pirate.to().body("yo ho ho").stream(String.class)) {
					assertThat(words).containsExactly(expected.split(" "));
				}
				assertThat(pirate.request("yo ho ho", String.class)).isEqualTo("ho");
			});
	}

	@Test
	void majordomoOfTheOldKindStreamsBetweenOurPeers() {
		with((pirate, workers) -> {
			try (Stream<Row> rows = pirate.to("stream").body(100).stream(Row.class)) {
				assertThat(rows.toList()).isEqualTo(rows(100));
			}
		}, "pirate.worker.protocol=mdp01", "pirate.client.protocol=mdp01");
	}

	@Test
	void anExclusiveLaneTakesPartsInMajordomoOnly() {
		with((pirate, workers) -> {
			try (Stream<Row> rows = pirate.to("stream").body(100).stream(Row.class)) {
				assertThat(rows.toList()).isEqualTo(rows(100));
			}
			try (Stream<String> words = pirate.to().body("yo ho ho").stream(String.class)) {
				assertThat(words).containsExactly("ho");
			}
		}, "pirate.client.lane=exclusive");
	}

	@Test
	void aBoundWorkerStreams() {
		Runners.plain()
			.withUserConfiguration(Words.class)
			.withPropertyValues("pirate.worker.bind=tcp://127.0.0.1:*")
			.run((context) -> {
				String bound = context.getBean(PirateWorkerRegistry.class).running().get("words").boundEndpoint();
				Runners.plain().withPropertyValues("pirate.client.endpoints=" + bound).run((client) -> {
					PirateTemplate pirate = client.getBean(PirateTemplate.class);
					try (Stream<String> words = pirate.to().body("yo ho ho").stream(String.class)) {
						assertThat(words).containsExactly("yo", "ho", "ho");
					}
				});
			});
	}

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
	void nothingIsAskedBeforeTheTerminalOperation() {
		with((pirate, workers) -> {
			pirate.to("stream").body(3).stream(Row.class).close();
			pirate.to("stream").body(3).publish(Row.class);
			assertThat(pirate.request("stream", 1, Row.class)).isNotNull();
			assertThat(workers.produced).hasValue(1);
			assertThatIllegalStateException().isThrownBy(() -> pirate.to("stream").stream(Row.class))
				.withMessageContaining("no body");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> pirate.to("stream").header(":x", 1).body(3).publish(Row.class));
		});
	}

	@Test
	void aSlowReaderSlowsTheWorkerDown() {
		with((pirate, workers) -> {
			int all = 20_000;
			try (Stream<Row> rows = pirate.to("stream").body(all).stream(Row.class)) {
				Iterator<Row> each = rows.iterator();
				assertThat(each.next().number()).isZero();
				Awaitility.await()
					.during(Duration.ofMillis(300))
					.atMost(SOON)
					.until(() -> workers.produced.get() <= MOST_AHEAD);
				for (int i = 1; i < all; i++) {
					assertThat(each.next().number()).isEqualTo(i);
					assertThat(workers.produced.get() - i).isLessThan(MOST_AHEAD);
				}
				assertThat(each.hasNext()).isFalse();
			}
			assertThat(workers.closed).hasValue(1);
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

	private static List<Row> rows(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new Row(i, "row " + i)).toList();
	}

	private static List<Row> list(RequestSpec spec) {
		try (Stream<Row> rows = spec.stream(Row.class)) {
			return rows.toList();
		}
	}

	private void with(BiConsumer<PirateOperations, StreamingWorkers> test, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(PirateOperations.class),
					context.getBean(StreamingWorkers.class)));
	}

	/** Takes all elements, asking for so many at once. */
	private static <T> CompletableFuture<List<T>> collect(Flow.Publisher<T> publisher, int atOnce) {
		CompletableFuture<List<T>> all = new CompletableFuture<>();
		publisher.subscribe(new Flow.Subscriber<>() {

			private final List<T> taken = new ArrayList<>();

			private Flow.Subscription subscription;

			@Override
			public void onSubscribe(Flow.Subscription newSubscription) {
				this.subscription = newSubscription;
				newSubscription.request(atOnce);
			}

			@Override
			public void onNext(T element) {
				this.taken.add(element);
				if (this.taken.size() % atOnce == 0) {
					this.subscription.request(atOnce);
				}
			}

			@Override
			public void onError(Throwable failure) {
				all.completeExceptionally(failure);
			}

			@Override
			public void onComplete() {
				all.complete(this.taken);
			}

		});
		return all;
	}

	@Configuration(proxyBeanMethods = false)
	static class Words {

		@PirateWorker(id = "words")
		Iterable<String> words(String sentence) {
			return List.of(sentence.split(" "));
		}

	}

}
