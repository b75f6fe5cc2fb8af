package io.pirate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.pirate.NoReplyException;
import io.pirate.RemoteFailureException;
import io.pirate.Ticket;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.observation.DefaultPirateClientObservationConvention;
import io.pirate.spring.observation.PirateClientContext;
import io.pirate.spring.observation.PirateClientObservationConvention;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** One trace over client, queue and worker: two applications with a tracer each. */
class TracingTests {

	@Test
	void theTraceCrossesTheQueue() {
		run((pirate, tracers) -> {
			Observation outer = Observation.start("outer", tracers.clientRegistry);
			SimpleSpan around = tracers.client.getSpans().getLast();
			outer.scoped(() -> assertThat(pirate.request("x", String.class)).isEqualTo("x"));
			outer.stop();
			SimpleSpan asked = ended(tracers.client, "(anonymous) request");
			SimpleSpan answered = ended(tracers.worker, "(anonymous) process");
			assertThat(asked.getKind()).isEqualTo(Span.Kind.CLIENT);
			assertThat(asked.getTags()).containsEntry("outcome", "success").containsEntry("service", "(anonymous)");
			assertThat(asked.getTraceId()).isEqualTo(around.getTraceId());
			assertThat(answered.getKind()).isEqualTo(Span.Kind.SERVER);
			assertThat(answered.getTraceId()).isEqualTo(asked.getTraceId());
			assertThat(answered.getParentId()).isEqualTo(asked.getSpanId());
			assertThat(answered.getTags()).containsEntry("outcome", "success");
		});
	}

	@Test
	void anAsynchronousSpanEndsWithItsReply() {
		run((pirate, tracers) -> {
			CompletableFuture<String> call = pirate.requestAsync("later", String.class);
			assertThat(call).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("later");
			SimpleSpan asked = ended(tracers.client, "(anonymous) request");
			SimpleSpan answered = ended(tracers.worker, "(anonymous) process");
			assertThat(answered.getParentId()).isEqualTo(asked.getSpanId());
			assertThat(Duration.between(answered.getStartTimestamp(), answered.getEndTimestamp()))
				.isGreaterThanOrEqualTo(Duration.ofMillis(90));
			assertThat(Duration.between(asked.getStartTimestamp(), asked.getEndTimestamp()))
				.isGreaterThanOrEqualTo(Duration.ofMillis(90));
		});
	}

	@Test
	void aStreamIsOneSpanOnEachSideAndItsElementsAreFetchedWithinIt() {
		run((pirate, tracers) -> {
			List<String> spans;
			try (Stream<String> parts = pirate.to("spans").body(3).stream(String.class)) {
				spans = parts.toList();
			}
			SimpleSpan asked = ended(tracers.client, "spans request");
			SimpleSpan answered = ended(tracers.worker, "spans process");
			assertThat(answered.getTraceId()).isEqualTo(asked.getTraceId());
			assertThat(answered.getParentId()).isEqualTo(asked.getSpanId());
			assertThat(spans).hasSize(3).containsOnly(answered.getSpanId());
		});
	}

	@Test
	void aTraceGoesOnInTheWorkerThatExecutesWhatWasSubmitted(@TempDir Path directory) {
		run((pirate, tracers) -> {
			Ticket ticket = pirate.to("named").body("x").submit();
			assertThat(pirate.await(ticket, String.class, Duration.ofSeconds(20))).isEqualTo("x");
			SimpleSpan submitted = ended(tracers.client, "titanic.request request");
			SimpleSpan answered = ended(tracers.worker, "named process");
			assertThat(answered.getTraceId()).isEqualTo(submitted.getTraceId());
			assertThat(answered.getParentId()).isEqualTo(submitted.getSpanId());
		}, "pirate.titanic.enabled=true", "pirate.titanic.directory=" + directory);
	}

	@Test
	void failuresAreSeenOnBothSides() {
		run((pirate, tracers) -> {
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> pirate.request("fail", String.class));
			assertThat(ended(tracers.client, "(anonymous) request").getTags()).containsEntry("outcome",
					"remote-failure");
			assertThat(ended(tracers.client, "(anonymous) request").getError())
				.isInstanceOf(RemoteFailureException.class);
			assertThat(ended(tracers.worker, "(anonymous) process").getTags()).containsEntry("outcome", "failed");
		});
	}

	@Test
	void aCallWithoutAnAnswerEndsItsSpanToo() {
		run((pirate, tracers) -> {
			assertThatExceptionOfType(NoReplyException.class).isThrownBy(
					() -> pirate.to().timeout(Duration.ofMillis(50)).retries(0).body("later").retrieve(String.class));
			assertThat(ended(tracers.client, "(anonymous) request").getTags()).containsEntry("outcome", "no-reply");
		});
	}

	@Test
	void aConventionOfTheApplicationWins() {
		Runners.withQueue(Runners.watched())
			.withUserConfiguration(OwnConvention.class, Traced.class, Answers.class)
			.run((context) -> {
				context.getBean(PirateTemplate.class).request("x", String.class);
				SimpleSpan asked = ended(context.getBean(SimpleTracer.class), "(anonymous) request");
				assertThat(asked.getTags()).containsEntry("ship", "queen").doesNotContainKey("outcome");
			});
	}

	private static SimpleSpan ended(SimpleTracer tracer, String name) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.until(() -> List.copyOf(tracer.getSpans())
				.stream()
				.filter((span) -> name.equals(span.getName()) && span.getEndTimestamp().toEpochMilli() > 0)
				.findFirst()
				.orElse(null), (span) -> span != null);
	}

	private static void run(BiConsumer<PirateTemplate, Tracers> test, String... server) {
		Runners.withQueue(Runners.watched())
			.withUserConfiguration(Traced.class, Answers.class)
			.withPropertyValues(server)
			.run((queue) -> Runners.watched()
				.withUserConfiguration(Traced.class)
				.withPropertyValues(
						"pirate.client.endpoints=" + queue.getBean(PirateQueueLifecycle.class).queue().frontend())
				.run((client) -> test.accept(client.getBean(PirateTemplate.class),
						new Tracers(client.getBean(SimpleTracer.class), queue.getBean(SimpleTracer.class),
								client.getBean(ObservationRegistry.class)))));
	}

	record Tracers(SimpleTracer client, SimpleTracer worker, ObservationRegistry clientRegistry) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Answers {

		private final SimpleTracer tracer;

		Answers(SimpleTracer tracer) {
			this.tracer = tracer;
		}

		@PirateWorker("named")
		String named(String text) {
			return text;
		}

		@PirateWorker("spans")
		Stream<String> spans(int parts) {
			return IntStream.range(0, parts).mapToObj((i) -> this.tracer.currentSpan().context().spanId());
		}

		@PirateWorker
		CompletableFuture<String> answer(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("failed");
			}
			CompletableFuture<String> answer = new CompletableFuture<>();
			return text.equals("later") ? answer.completeOnTimeout(text, 100, TimeUnit.MILLISECONDS)
					: CompletableFuture.completedFuture(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention {

		@Bean
		PirateClientObservationConvention convention() {
			return new PirateClientObservationConvention() {
				@Override
				public String getName() {
					return "own";
				}

				@Override
				public String getContextualName(PirateClientContext context) {
					return DefaultPirateClientObservationConvention.INSTANCE.getContextualName(context);
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(PirateClientContext context) {
					return KeyValues.of(KeyValue.of("ship", "queen"));
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Traced {

		@Bean
		SimpleTracer tracer() {
			return new SimpleTracer();
		}

		@Bean
		ObservationHandler<Observation.Context> tracing(SimpleTracer tracer) {
			Propagator propagator = new TwoIds(tracer);
			return new FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
					new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
					new DefaultTracingObservationHandler(tracer));
		}

	}

	/** As W3C has it, as far as the test needs it. */
	record TwoIds(SimpleTracer tracer) implements Propagator {

		@Override
		public List<String> fields() {
			return List.of("traceparent");
		}

		@Override
		public <C> void inject(TraceContext context, C carrier, Setter<C> setter) {
			setter.set(carrier, "traceparent", "00-" + context.traceId() + "-" + context.spanId() + "-01");
		}

		@Override
		public <C> Span.Builder extract(C carrier, Getter<C> getter) {
			String[] parts = String.valueOf(getter.get(carrier, "traceparent")).split("-");
			if (parts.length != 4) {
				return this.tracer.spanBuilder();
			}
			return this.tracer.spanBuilder()
				.setParent(this.tracer.traceContextBuilder().traceId(parts[1]).spanId(parts[2]).sampled(true).build());
		}

	}

}
