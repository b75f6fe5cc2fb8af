package io.pirate;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.pirate.machine.WorkerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A worker: registers with its queues, heartbeats on the I/O thread, and runs handlers on
 * an executor. Or, bound, a server that clients ask directly. Safe for use by many
 * threads.
 */
public final class PirateWorkerContainer implements AutoCloseable {

	/**
	 * A worker that is not started.
	 * @param context whose thread it uses
	 * @param options how it serves
	 * @param handler what it does
	 * @param executor where handlers run; must not reject up to {@code concurrency} tasks
	 * @param listener who watches it
	 */
	public PirateWorkerContainer(PirateContext context, WorkerOptions options, PirateHandler handler, Executor executor,
			PirateListener listener) {
		throw new UnsupportedOperationException(options.toString());
	}

	/**
	 * Connects in the background, or binds. Does nothing if it is running.
	 * @throws BindException if a bound worker's address cannot be bound
	 */
	public void start() {
	}

	/**
	 * Leaves gracefully, within the drain timeout: gives back what has not started, lets
	 * handlers finish, sends their replies, closes. Afterwards it may be started again.
	 * @param whenStopped run when everything is closed
	 */
	public void stop(Runnable whenStopped) {
	}

	public boolean isRunning() {
		return false;
	}

	public WorkerOptions options() {
		throw new IllegalStateException();
	}

	/**
	 * The bound address with the real port.
	 * @return an address to connect to, or {@code null} if the worker is not bound
	 */
	public @Nullable String boundEndpoint() {
		return null;
	}

	/**
	 * The state now.
	 * @return the snapshot
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public WorkerSnapshot snapshot() {
		throw new IllegalStateException(Duration.ZERO.toString());
	}

	/** Stops and waits until it has stopped. */
	@Override
	public void close() {
	}

}
