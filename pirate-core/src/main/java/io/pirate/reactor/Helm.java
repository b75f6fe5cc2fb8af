package io.pirate.reactor;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import zmq.poll.Poller;

/**
 * Who runs JeroMQ's poller: the I/O thread, or the owner of the loop, who saves two
 * hand-overs between threads for each message then. What the I/O thread does while it has
 * the helm.
 */
final class Helm implements Runnable {

	/** How often somebody is asked whether he has left the helm. */
	private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final Runnable target;

	private final OurPoller poller;

	private final Runnable bell;

	private final @Nullable Runnable watch;

	/** Not a lock: who takes the helm need not be who gives it back. */
	private final Semaphore helm = new Semaphore(1);

	private volatile boolean taken;

	private volatile @Nullable Thread ioThread;

	/**
	 * At the I/O thread, which has not started yet.
	 * @param poller what is run
	 * @param watch asked by the I/O thread now and then while the loop has the helm; may
	 * give it back
	 */
	Helm(Poller poller, @Nullable Runnable watch) {
		this.target = poller;
		this.poller = OurPoller.of(poller);
		this.bell = this.poller::wakeup;
		this.watch = watch;
	}

	/** Ends the wait of whoever has the helm. */
	Runnable bell() {
		return this.bell;
	}

	OurPoller poller() {
		return this.poller;
	}

	@Override
	public void run() {
		this.ioThread = Thread.currentThread();
		while (!this.poller.isStopping()) {
			if (this.taken) {
				stand();
			}
			else {
				steer();
			}
		}
		// says that it has ended
		this.target.run();
	}

	private void stand() {
		if (this.watch == null) {
			LockSupport.park(this);
		}
		else {
			LockSupport.parkNanos(this, WATCH_NANOS);
			this.watch.run();
		}
	}

	private void steer() {
		this.helm.acquireUninterruptibly();
		try {
			while (!this.taken && !this.poller.isStopping()) {
				this.poller.select(this.poller.prepare());
				this.poller.handleReady();
			}
		}
		finally {
			this.helm.release();
		}
	}

	/** From now on the caller runs the poller. Waits until the I/O thread has let go. */
	void take() {
		this.taken = true;
		this.poller.wakeup();
		this.helm.acquireUninterruptibly();
	}

	/** From now on the I/O thread does. */
	void give() {
		this.helm.release();
		this.taken = false;
		LockSupport.unpark(this.ioThread);
	}

}
