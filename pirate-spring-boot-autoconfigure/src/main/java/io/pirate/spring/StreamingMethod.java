package io.pirate.spring;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.Parts;
import io.pirate.PirateStreamHandler;
import io.pirate.machine.Job;
import io.pirate.spring.WorkerInvocation.UnreadableRequestException;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * A method that answers with a stream or a publisher, part by part. A failure before the
 * first part is answered as that of any other method; a later one ends the reply.
 */
final class StreamingMethod implements PirateStreamHandler {

	private final InvocableHandlerMethod method;

	private final ResultParts parts;

	private final WorkerReplies replies;

	private final ObservationRegistry observations;

	StreamingMethod(InvocableHandlerMethod method, ResultParts parts, WorkerReplies replies,
			ObservationRegistry observations) {
		this.method = method;
		this.parts = parts;
		this.replies = replies;
		this.observations = observations;
	}

	@Override
	public Flow.Publisher<Reply> handle(Job job) {
		Message<Frames> message = this.replies.message(job.request());
		try {
			Object result = this.method.invoke(message);
			Flow.Publisher<?> elements = (result != null) ? this.parts.of(result, pulls()) : parts(List.of());
			return (subscriber) -> elements.subscribe(new PartConversion(subscriber, this.replies,
					(failure) -> this.replies.recover(message, failure, WorkerFailures.HANDLER_FAILED)));
		}
		catch (UnreadableRequestException ex) {
			return parts(List.of(this.replies.recover(message, ex.reason(), WorkerReplies.BAD_REQUEST)));
		}
		catch (Throwable ex) {
			return parts(List.of(this.replies.recover(message, ex, WorkerFailures.HANDLER_FAILED)));
		}
	}

	/**
	 * Elements are pulled by whoever asks for them, which the core does on the worker's
	 * executor, within the observation that is current now.
	 */
	private Executor pulls() {
		Observation current = this.observations.getCurrentObservation();
		return (current != null) ? current::scoped : Runnable::run;
	}

	private static Flow.Publisher<Reply> parts(List<Reply> all) {
		return Parts.of(all.iterator(), () -> {
		}, Runnable::run);
	}

}
