package io.pirate.spring;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.machine.Job;
import io.pirate.spring.observation.DefaultPirateWorkerObservationConvention;
import io.pirate.spring.observation.PirateWorkerContext;
import io.pirate.spring.observation.PirateWorkerObservationConvention;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/** The observation of one request that is being answered. Ends once. */
final class WorkerObservation {

	private final PirateWorkerContext context;

	private final Observation observation;

	private final AtomicBoolean over = new AtomicBoolean();

	private WorkerObservation(PirateWorkerContext context, Observation observation) {
		this.context = context;
		this.observation = observation;
	}

	static WorkerObservation start(String workerId, Job job, ObservationRegistry registry,
			@Nullable PirateWorkerObservationConvention convention) {
		PirateWorkerContext context = new PirateWorkerContext(job.request().service(), workerId,
				job.request().headers());
		return new WorkerObservation(context,
				Observation
					.createNotStarted(convention, DefaultPirateWorkerObservationConvention.INSTANCE, () -> context,
							registry)
					.start());
	}

	Observation.Scope openScope() {
		return this.observation.openScope();
	}

	/**
	 * The answer is there, or will never be.
	 * @param reply the reply or its last part, if there is one
	 * @param failure why there is none
	 */
	void end(@Nullable Reply reply, @Nullable Throwable failure) {
		if (!this.over.compareAndSet(false, true)) {
			return;
		}
		if (reply != null) {
			this.context.setResponse(reply);
		}
		if (failure != null) {
			this.observation.error(failure);
		}
		else if (reply != null && reply.status() != ReplyStatus.OK) {
			this.observation.error(new ErrorReplyException((reply.code() != null) ? reply.code() : "failed",
					(reply.reason() != null) ? reply.reason() : ""));
		}
		this.observation.stop();
	}

}
