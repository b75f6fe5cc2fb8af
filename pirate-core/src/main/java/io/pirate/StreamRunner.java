package io.pirate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.pirate.machine.Job;
import io.pirate.reactor.Handlers;

/** Runs handlers that reply in parts, on their worker's executor. */
final class StreamRunner implements JobRunner {

	private final PirateStreamHandler handler;

	private final Executor executor;

	private final HandlerReplies replies;

	/**
	 * A runner.
	 * @param handler what to run
	 * @param executor where
	 * @param replies makes replies of results
	 */
	StreamRunner(PirateStreamHandler handler, Executor executor, HandlerReplies replies) {
		this.handler = handler;
		this.executor = executor;
		this.replies = replies;
	}

	@Override
	public Handlers begin(Results results) {
		return new Life(results);
	}

	/** The handlers of one life of the worker. */
	private final class Life implements Handlers {

		private final Results results;

		/** Entered by the I/O thread, left by whoever ends a stream. */
		private final Map<Long, StreamRun> running = new ConcurrentHashMap<>();

		Life(Results results) {
			this.results = results;
		}

		@Override
		public void start(Job job) {
			StreamRunner runner = StreamRunner.this;
			StreamRun run = new StreamRun(job, runner.handler, runner.executor, runner.replies, this.results,
					() -> this.running.remove(job.id()));
			this.running.put(job.id(), run);
			run.start();
		}

		@Override
		public void want(long jobId, long parts) {
			StreamRun run = this.running.get(jobId);
			if (run != null) {
				run.want(parts);
			}
		}

		@Override
		public void cancel(long jobId) {
			StreamRun run = this.running.get(jobId);
			if (run != null) {
				run.cancel();
			}
		}

		@Override
		public void cancelAll() {
			this.running.values().forEach(StreamRun::cancel);
		}

	}

}
