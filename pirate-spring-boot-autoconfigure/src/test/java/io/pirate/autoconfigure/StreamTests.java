package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

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

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;

import static io.pirate.autoconfigure.Taking.MOST_AHEAD;
import static io.pirate.autoconfigure.Taking.collect;
import static io.pirate.autoconfigure.Taking.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Replies in parts, from an annotated method to a stream, over real sockets. */
class StreamTests {

	private static final Duration SOON = Duration.ofSeconds(10);

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

	private void with(BiConsumer<PirateOperations, StreamingWorkers> test, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(PirateOperations.class),
					context.getBean(StreamingWorkers.class)));
	}

	@Configuration(proxyBeanMethods = false)
	static class Words {

		@PirateWorker(id = "words")
		Iterable<String> words(String sentence) {
			return List.of(sentence.split(" "));
		}

	}

}
