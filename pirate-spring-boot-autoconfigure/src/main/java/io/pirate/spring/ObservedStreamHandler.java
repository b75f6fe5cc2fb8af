package io.pirate.spring;

import java.util.concurrent.Flow;

import io.micrometer.observation.Observation.Scope;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateStreamHandler;
import io.pirate.machine.Job;
import io.pirate.spring.observation.PirateWorkerObservationConvention;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * Observes a handler that replies in parts: the observation is current while the handler
 * runs, and ends with the last part, a failure, or when no more parts are wanted.
 *
 * @param id the worker's name in the registry
 * @param handler who answers
 * @param registry who watches
 * @param convention names and tags, or {@code null} for the default ones
 */
record ObservedStreamHandler(String id, PirateStreamHandler handler, ObservationRegistry registry,
		@Nullable PirateWorkerObservationConvention convention) implements PirateStreamHandler {

	@Override
	public Flow.Publisher<Reply> handle(Job job) throws Exception {
		if (this.registry.isNoop()) {
			return this.handler.handle(job);
		}
		WorkerObservation observation = WorkerObservation.start(this.id, job, this.registry, this.convention);
		Scope scope = observation.openScope();
		try {
			Flow.Publisher<Reply> parts = this.handler.handle(job);
			return (subscriber) -> parts.subscribe(new ObservedParts(subscriber, observation));
		}
		catch (Exception ex) {
			observation.end(null, ex);
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	/** Looks at what passes, and ends the observation before the last signal passes. */
	private static final class ObservedParts implements Flow.Subscriber<Reply> {

		private final Flow.Subscriber<? super Reply> subscriber;

		private final WorkerObservation observation;

		ObservedParts(Flow.Subscriber<? super Reply> subscriber, WorkerObservation observation) {
			this.subscriber = subscriber;
			this.observation = observation;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscriber.onSubscribe(new Flow.Subscription() {

				@Override
				public void request(long parts) {
					subscription.request(parts);
				}

				@Override
				public void cancel() {
					subscription.cancel();
					ObservedParts.this.observation.end(null, null);
				}

			});
		}

		@Override
		public void onNext(Reply part) {
			if (part.status() != ReplyStatus.OK) {
				this.observation.end(part, null);
			}
			this.subscriber.onNext(part);
		}

		@Override
		public void onError(Throwable failure) {
			this.observation.end(null, failure);
			this.subscriber.onError(failure);
		}

		@Override
		public void onComplete() {
			this.observation.end(null, null);
			this.subscriber.onComplete();
		}

	}

}
