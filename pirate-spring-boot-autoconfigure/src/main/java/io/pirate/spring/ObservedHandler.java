package io.pirate.spring;

import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation.Scope;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateHandler;
import io.pirate.machine.Job;
import io.pirate.spring.observation.PirateWorkerObservationConvention;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Observes a handler: the observation is current while the handler runs, and ends when
 * its reply is there.
 *
 * @param id the worker's name in the registry
 * @param handler who answers, and always does
 * @param registry who watches
 * @param convention names and tags, or {@code null} for the default ones
 */
record ObservedHandler(String id, PirateHandler handler, ObservationRegistry registry,
		@Nullable PirateWorkerObservationConvention convention) implements PirateHandler {

	@Override
	public CompletionStage<Reply> handle(Job job) throws Exception {
		if (this.registry.isNoop()) {
			return this.handler.handle(job);
		}
		WorkerObservation observation = WorkerObservation.start(this.id, job, this.registry, this.convention);
		Scope scope = observation.openScope();
		try {
			return this.handler.handle(job).whenComplete(observation::end);
		}
		catch (Exception ex) {
			observation.end(null, ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

}
