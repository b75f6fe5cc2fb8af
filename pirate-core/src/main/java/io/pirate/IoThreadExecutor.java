package io.pirate;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers on the I/O thread itself, which saves a worker of quick handlers two
 * hand-overs between threads for each request. For handlers that never wait and take
 * microseconds: while one runs, no worker of the same {@link PirateContext} receives,
 * replies or heartbeats, so one that blocks makes queues believe that all of them are
 * dead.
 * <p>
 * Guarded: after a handler that took longer than the limit, all later ones run on another
 * executor, and a warning says so. One that never returns cannot be helped; its queues
 * give the requests to other workers, and health tells that the I/O thread does not
 * answer. To be passed to one {@link PirateWorkerContainer}, which calls it from its I/O
 * thread. Safe for use by many threads.
 */
public final class IoThreadExecutor implements Executor {

	private static final Logger logger = LoggerFactory.getLogger(IoThreadExecutor.class);

	private final String name;

	private final Duration limit;

	private final Executor afterwards;

	private volatile boolean moved;

	/**
	 * An executor that trusts its handlers.
	 * @param name of the worker, for the warning
	 * @param limit the longest a handler may take, such as its handler timeout
	 * @param afterwards where handlers run when one of them took longer
	 */
	public IoThreadExecutor(String name, Duration limit, Executor afterwards) {
		this.name = name;
		this.limit = limit;
		this.afterwards = afterwards;
	}

	@Override
	public void execute(Runnable task) {
		if (this.moved) {
			this.afterwards.execute(task);
			return;
		}
		long start = System.nanoTime();
		try {
			task.run();
		}
		finally {
			judge(System.nanoTime() - start);
		}
	}

	/**
	 * Whether a handler took too long, so that they run elsewhere now.
	 * @return true from then on
	 */
	public boolean isMoved() {
		return this.moved;
	}

	private void judge(long nanos) {
		if (nanos > this.limit.toNanos()) {
			this.moved = true;
			logger.warn("A handler of worker {} held the I/O thread for {} ms, and may have held up all workers: "
					+ "its handlers run on threads of their own from now on", this.name, nanos / 1_000_000);
		}
	}

}
