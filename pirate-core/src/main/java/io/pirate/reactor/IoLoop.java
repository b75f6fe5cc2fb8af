package io.pirate.reactor;

import java.util.concurrent.locks.LockSupport;

/**
 * What a thread of JeroMQ's does, kept going after an {@code Error}: without its I/O
 * thread a context can neither serve nor close, and its ports stay bound. The failure is
 * told, so that the whole context is replaced.
 */
final class IoLoop implements Runnable {

	/** A thread that fails that often cannot even close any more. */
	private static final int MAX_FAILURES = 1000;

	/** What failed will fail again until its channel is closed. */
	private static final long PAUSE_NANOS = 10_000_000L;

	private final Runnable target;

	private final IoHealth health;

	IoLoop(Runnable target, IoHealth health) {
		this.target = target;
		this.health = health;
	}

	@Override
	public void run() {
		for (int failures = 0; failures < MAX_FAILURES; failures++) {
			try {
				this.target.run();
				return;
			}
			catch (Throwable ex) {
				this.health.fail("thread " + Thread.currentThread().getName() + " has failed: " + ex);
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

}
