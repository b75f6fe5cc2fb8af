package io.pirate.spring.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.pirate.PirateClosedException;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Micrometer's own handler is the measure: the same story, the same meters. */
class PirateMeterObservationHandlerTests {

	private static final ServiceName ORDERS = new ServiceName("orders");

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final PirateMeterObservationHandler handler = new PirateMeterObservationHandler(this.meters, true);

	@ParameterizedTest
	@MethodSource("stories")
	void theMetersAreThoseOfTheUsualHandler(Consumer<Desk> story) {
		SimpleMeterRegistry usual = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);
		story.accept(new Desk(this.clock, registry(this.handler)));
		story.accept(new Desk(this.clock, registry(new DefaultMeterObservationHandler(usual))));
		assertThat(described(this.meters)).isNotEmpty().containsExactlyInAnyOrderElementsOf(described(usual));
	}

	static Stream<Consumer<Desk>> stories() {
		return Stream.of((desk) -> {
			for (int i = 0; i < 3; i++) {
				Observation call = desk.call(ORDERS);
				desk.pass(Duration.ofMillis(20));
				call.stop();
			}
		}, (desk) -> {
			desk.call(ORDERS).error(new PirateClosedException("as asked")).stop();
			desk.call(ServiceName.ANONYMOUS).stop();
		}, (desk) -> {
			PirateWorkerContext context = new PirateWorkerContext(ORDERS, "orders-1", Map.of());
			Observation request = desk.request(context);
			desk.pass(Duration.ofMillis(7));
			context.setResponse(Reply.failure(ReplyStatus.ERROR, "bad-request", "as asked"));
			request.stop();
		}, (desk) -> {
			PirateWorkerContext context = new PirateWorkerContext(ORDERS, "orders-1", Map.of());
			Observation request = desk.request(context).lowCardinalityKeyValue("ship", "queen");
			context.setResponse(Reply.ok(Frames.of(new byte[1]), null, Map.of()));
			request.stop();
		}, (desk) -> {
			Observation call = desk.call(ORDERS).event(Observation.Event.of("hoisted"));
			call.getContext().removeLowCardinalityKeyValue("service");
			call.stop();
		}, (desk) -> desk.call(ORDERS).lowCardinalityKeyValue("service", "another").stop(), (desk) -> {
			desk.call(ORDERS);
			desk.pass(Duration.ofMillis(3));
		});
	}

	@Test
	void whoIgnoresLongTaskTimersHasNone() {
		new Desk(this.clock, registry(new PirateMeterObservationHandler(this.meters, false))).call(ORDERS).stop();
		assertThat(this.meters.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsExactly("pirate.client.requests");
	}

	@Test
	void aMeterThatWasRemovedIsMadeAnew() {
		Desk desk = new Desk(this.clock, registry(this.handler));
		desk.call(ORDERS).stop();
		this.meters.clear();
		desk.call(ORDERS).stop();
		assertThat(this.meters.get("pirate.client.requests").timer().count()).isEqualTo(1);
		assertThat(this.meters.get("pirate.client.requests.active").longTaskTimer().activeTasks()).isZero();
	}

	@Test
	void aTracersHandlerMayStandAroundIt() {
		SimpleTracer tracer = new SimpleTracer();
		ObservationRegistry registry = registry(new DefaultTracingObservationHandler(tracer));
		registry.observationConfig()
			.observationHandler(new TracingAwareMeterObservationHandler<>(this.handler, tracer));
		new Desk(this.clock, registry).call(ORDERS).stop();
		assertThat(tracer.onlySpan().getTags()).containsEntry("outcome", "success").containsEntry("service", "orders");
		assertThat(this.meters.get("pirate.client.requests").timer().count()).isEqualTo(1);
	}

	@Test
	void othersObservationsAreNotItsBusiness() {
		assertThat(this.handler.supportsContext(new Observation.Context())).isFalse();
	}

	@Test
	void keyValuesCanBeAskedForOneByOne() {
		PirateClientContext context = new PirateClientContext(ORDERS, Map.of());
		Observation call = new Desk(this.clock, registry(this.handler)).start(context);
		assertThat(context.getLowCardinalityKeyValue("service")).isEqualTo(KeyValue.of("service", "orders"));
		assertThat(context.getLowCardinalityKeyValue("ship")).isNull();
		call.stop();
		assertThat(context.getAllKeyValues()).extracting((keyValue) -> keyValue.getKey() + "=" + keyValue.getValue())
			.containsExactly("outcome=success", "service=orders");
		assertThat(context.getContextualName()).isEqualTo("orders request");
	}

	@Test
	void namesOfServicesWithoutEndAreNotKept() {
		Desk desk = new Desk(this.clock, registry(this.handler));
		for (int i = 0; i < 1100; i++) {
			PirateClientContext context = new PirateClientContext(new ServiceName("s" + i), Map.of());
			desk.start(context).stop();
			assertThat(context.getContextualName()).isEqualTo("s" + i + " request");
			assertThat(context.getLowCardinalityKeyValue("service")).isEqualTo(KeyValue.of("service", "s" + i));
		}
	}

	private static ObservationRegistry registry(ObservationHandler<Observation.Context> handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return registry;
	}

	private static List<String> described(SimpleMeterRegistry registry) {
		return registry.getMeters().stream().map(PirateMeterObservationHandlerTests::described).toList();
	}

	private static String described(Meter meter) {
		String values = "";
		if (meter instanceof Timer timer) {
			values = timer.count() + " in " + timer.totalTime(timer.baseTimeUnit());
		}
		else if (meter instanceof LongTaskTimer timer) {
			values = timer.activeTasks() + " open";
		}
		return meter.getId() + " " + meter.getId().getType() + " " + values;
	}

	/** Where calls and requests are observed. */
	record Desk(MockClock clock, ObservationRegistry registry) {

		Observation call(ServiceName service) {
			return start(new PirateClientContext(service, Map.of()));
		}

		Observation start(PirateClientContext context) {
			return Observation.start(null, DefaultPirateClientObservationConvention.INSTANCE, () -> context,
					this.registry);
		}

		Observation request(PirateWorkerContext context) {
			return Observation.start(null, DefaultPirateWorkerObservationConvention.INSTANCE, () -> context,
					this.registry);
		}

		void pass(Duration time) {
			this.clock.add(time);
		}

	}

}
