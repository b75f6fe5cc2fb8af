package io.pirate.reactor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import zmq.poll.Poller;

/**
 * Who runs JeroMQ's poller: the I/O thread, or the owner of the loop, who saves two
 * hand-overs between threads for each message then. The I/O thread still answers for
 * those who have the helm and are busy, as with a handler that waits.
 */
final class Helm implements Runnable {

	/** How often somebody is asked whether he has left the helm. */
	private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/**
	 * Whoever has the helm and does something else for so long is relieved meanwhile:
	 * less than the shortest silence of a transport that means anything.
	 */
	private static final long RELIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final Runnable target;

	private final OurPoller poller;

	private final Runnable bell;

	private final @Nullable Runnable watch;

	/** Held for each pass. */
	private final ReentrantLock passing = new ReentrantLock();

	private volatile boolean taken;

	private volatile long passedNanos;

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
			LockSupport.parkNanos(this, RELIEF_NANOS);
		}
		else {
			LockSupport.parkNanos(this, WATCH_NANOS);
			this.watch.run();
		}
		boolean busy = System.nanoTime() - this.passedNanos > RELIEF_NANOS;
		if (busy && this.taken && this.passing.tryLock()) {
			try {
				this.poller.prepare();
				this.poller.select(0);
				this.poller.handleReady();
			}
			finally {
				this.passing.unlock();
			}
		}
	}

	private void steer() {
		this.passing.lock();
		try {
			while (!this.taken && !this.poller.isStopping()) {
				this.poller.select(this.poller.prepare());
				this.poller.handleReady();
			}
		}
		finally {
			this.passing.unlock();
		}
	}

	/** From now on the owner of the loop runs the poller, between begin and end. */
	void take() {
		this.taken = true;
		this.poller.wakeup();
	}

	/** Waits until the I/O thread has let go. */
	void begin() {
		this.passing.lock();
	}

	void end() {
		this.passedNanos = System.nanoTime();
		this.passing.unlock();
	}

	/** From now on the I/O thread does. */
	void give() {
		this.taken = false;
		LockSupport.unpark(this.ioThread);
	}

}
