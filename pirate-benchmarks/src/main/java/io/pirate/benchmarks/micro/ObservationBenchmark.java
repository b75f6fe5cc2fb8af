package io.pirate.benchmarks.micro;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.spring.observation.DefaultPirateClientObservationConvention;
import io.pirate.spring.observation.PirateClientContext;
import io.pirate.spring.observation.PirateMeterObservationHandler;
import io.pirate.wire.ServiceName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the meters of a call cost: one observation, started and stopped. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObservationBenchmark {

	private final ObservationRegistry ours = registry(
			new PirateMeterObservationHandler(new SimpleMeterRegistry(), true));

	private final ObservationRegistry micrometers = registry(
			new DefaultMeterObservationHandler(new SimpleMeterRegistry()));

	private static ObservationRegistry registry(ObservationHandler<Observation.Context> handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return registry;
	}

	@Benchmark
	public Observation observedByUs() {
		return observe(this.ours);
	}

	@Benchmark
	public Observation observedByMicrometer() {
		return observe(this.micrometers);
	}

	private static Observation observe(ObservationRegistry registry) {
		Observation observation = Observation.start(null, DefaultPirateClientObservationConvention.INSTANCE,
				() -> new PirateClientContext(ServiceName.ANONYMOUS, Map.of()), registry);
		observation.stop();
		return observation;
	}

}
