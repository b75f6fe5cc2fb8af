package io.pirate.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.observation.PirateMeterObservationHandler;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Meters of calls and requests, whoever makes them. */
class ObservedMetersTests {

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.watched())
		.withUserConfiguration(Echo.class);

	@Test
	void callsAndRequestsAreTimedAndCountedWhileTheyAreOpen() {
		this.runner.withUserConfiguration(Onlooker.class).run((context) -> {
			assertThat(context).hasSingleBean(PirateMeterObservationHandler.class);
			PirateTemplate pirate = context.getBean(PirateTemplate.class);
			assertThat(pirate.request("x", String.class)).isEqualTo("x");
			assertThat(pirate.request("y", String.class)).isEqualTo("y");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			for (String name : List.of("pirate.client.requests", "pirate.worker.requests")) {
				Timer timer = meters.get(name)
					.tags("service", "(anonymous)", "outcome", "success", "error", "none")
					.timer();
				assertThat(timer.count()).isEqualTo(2);
				assertThat(meters.get(name + ".active").longTaskTimer().activeTasks()).isZero();
			}
			// Micrometer's own handler would have left its sample there
			assertThat(context.getBean(Onlooker.class).contexts).hasSize(4)
				.noneMatch((observed) -> observed.containsKey(Timer.Sample.class));
		});
	}

	@Test
	void longTaskTimersCanBeLeftOut() {
		this.runner.withPropertyValues("management.metrics.observations.ignored-meters=long-task-timer")
			.run((context) -> {
				assertThat(context.getBean(PirateTemplate.class).request("x", String.class)).isEqualTo("x");
				assertThat(context.getBean(MeterRegistry.class).getMeters()).extracting(Meter::getId)
					.extracting(Meter.Id::getName)
					.contains("pirate.client.requests", "pirate.worker.requests")
					.noneMatch((name) -> name.endsWith(".active"));
			});
	}

	@Test
	void anApplicationsOwnHandlerWins() {
		this.runner.withUserConfiguration(OwnHandler.class).run((context) -> {
			assertThat(context).doesNotHaveBean(PirateMeterObservationHandler.class);
			assertThat(context.getBean(PirateTemplate.class).request("x", String.class)).isEqualTo("x");
			assertThat(context.getBean(OwnHandler.class).stopped).containsExactlyInAnyOrder("pirate.client.requests",
					"pirate.worker.requests");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@PirateWorker
		String echo(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Onlooker implements ObservationHandler<Observation.Context> {

		private final List<Observation.Context> contexts = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		private final List<String> stopped = new CopyOnWriteArrayList<>();

		@Bean
		MeterObservationHandler<Observation.Context> ownHandler() {
			return new MeterObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					OwnHandler.this.stopped.add(context.getName());
				}

			};
		}

	}

}
