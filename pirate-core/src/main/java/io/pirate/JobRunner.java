package io.pirate;

import io.pirate.reactor.Handlers;
import io.pirate.wire.Reply;

/** Runs the handlers of a worker, whatever their kind. */
sealed interface JobRunner permits HandlerRunner, StreamRunner {

	/**
	 * Begins one life of the worker.
	 * @param results takes what its handlers give
	 */
	Handlers begin(Results results);

	/** Takes what handlers give. Any thread. */
	interface Results {

		/** A part of a job's reply, in order. */
		void part(long jobId, Reply part);

		/** A job's answer, or the end of its parts; once for each job. */
		void handled(long jobId, Reply reply);

	}

}
