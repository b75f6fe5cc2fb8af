package io.pirate;

import io.pirate.machine.QueueSnapshot;

/**
 * A queue between clients and workers: paranoid, simple and plain peers at once (RFC 6).
 * One thread of its own. Safe for use by many threads.
 */
public final class PirateQueue implements AutoCloseable {

	/**
	 * A queue that is not started.
	 * @param options how it serves
	 * @param listener who watches it
	 */
	public PirateQueue(QueueOptions options, PirateListener listener) {
		throw new UnsupportedOperationException(options + " " + listener);
	}

	/**
	 * Binds and serves. Does nothing if it is running.
	 * @throws BindException if an address cannot be bound
	 */
	public void start() {
	}

	public boolean isRunning() {
		return false;
	}

	/**
	 * The bound front end, with the real port.
	 * @return an address to connect to
	 * @throws IllegalStateException unless running
	 */
	public String frontend() {
		throw new IllegalStateException();
	}

	/**
	 * The bound back end, with the real port.
	 * @return an address to connect to
	 * @throws IllegalStateException unless running
	 */
	public String backend() {
		throw new IllegalStateException();
	}

	/**
	 * The state now, asked of the queue's own thread.
	 * @return the snapshot
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public QueueSnapshot snapshot() {
		throw new IllegalStateException();
	}

	/**
	 * Leaves: refuses new calls, awaits what is in workers' hands up to the drain
	 * timeout, closes. Afterwards it may be started again.
	 */
	@Override
	public void close() {
	}

}
