package io.pirate.spring;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Scope;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateHandler;
import io.pirate.machine.Job;
import io.pirate.spring.observation.DefaultPirateWorkerObservationConvention;
import io.pirate.spring.observation.PirateWorkerContext;
import io.pirate.spring.observation.PirateWorkerObservationConvention;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
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
		Map<String, String> headers = job.request().headers();
		PirateWorkerContext context = new PirateWorkerContext(job.request().service(), this.id, headers);
		Observation observation = Observation
			.createNotStarted(this.convention, DefaultPirateWorkerObservationConvention.INSTANCE, () -> context,
					this.registry)
			.start();
		Scope scope = observation.openScope();
		try {
			return this.handler.handle(job).whenComplete((reply, failure) -> end(observation, context, reply, failure));
		}
		catch (Exception ex) {
			end(observation, context, null, ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	private static void end(Observation observation, PirateWorkerContext context, @Nullable Reply reply,
			@Nullable Throwable failure) {
		if (reply != null) {
			context.setResponse(reply);
		}
		if (failure != null) {
			observation.error(failure);
		}
		else if (reply != null && reply.status() != ReplyStatus.OK) {
			observation.error(new ErrorReplyException((reply.code() != null) ? reply.code() : "failed",
					(reply.reason() != null) ? reply.reason() : ""));
		}
		observation.stop();
	}

}
