package io.pirate.benchmarks.hostile;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An attack while it lasts, on a thread of its own: what is due is done every
 * millisecond, at once.
 */
public final class Assault {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Attack attack;

	private final String frontend;

	private final String backend;

	private final double perSecond;

	private final Thread thread = new Thread(this::run, "assault");

	private volatile boolean over;

	/** The thread's, and for others when it has ended. */
	private long done;

	private long failed;

	private double seconds;

	/**
	 * Begins.
	 * @param attack what is done
	 * @param frontend of the queue
	 * @param backend of the queue
	 * @param perSecond how often
	 */
	public Assault(Attack attack, String frontend, String backend, double perSecond) {
		this.attack = attack;
		this.frontend = frontend;
		this.backend = backend;
		this.perSecond = perSecond;
		this.thread.start();
	}

	private void run() {
		long start = System.nanoTime();
		try (Attacker attacker = this.attack.begin(this.frontend, this.backend)) {
			while (!this.over) {
				double due = (System.nanoTime() - start) * this.perSecond / TimeUnit.SECONDS.toNanos(1);
				catchUp(attacker, (long) due);
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		this.seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
	}

	private void catchUp(Attacker attacker, long due) {
		while (this.done + this.failed < due && !this.over) {
			try {
				attacker.once();
				this.done++;
			}
			catch (Exception ex) {
				this.failed++;
			}
		}
	}

	/**
	 * Ends it and waits for its end.
	 * @return how often in a second it was done
	 * @throws InterruptedException if the thread is interrupted
	 */
	public double end() throws InterruptedException {
		this.over = true;
		this.thread.join();
		return (this.seconds > 0) ? this.done / this.seconds : 0;
	}

}
