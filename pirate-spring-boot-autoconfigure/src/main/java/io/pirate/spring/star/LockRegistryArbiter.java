package io.pirate.spring.star;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.PirateQueue;
import io.pirate.spring.PiratePhases;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.wire.StarRole;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/**
 * Lets the embedded queue serve while this application holds a lock, on a thread of its
 * own. Two applications with the same lock are a pair; clients and workers list both.
 * <p>
 * A grant is shorter than the lock by a third of its time to live, counted from before
 * the registry was asked. That third is what the clocks of the two machines, if the
 * registry compares them, and a slow registry may differ by.
 */
public final class LockRegistryArbiter implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(LockRegistryArbiter.class);

	private static final int ROUNDS_PER_TTL = 5;

	/**
	 * A registry that does not answer any more must not hold up the application's end.
	 */
	private static final long STOP_MILLIS = 2000;

	private final RenewableLockRegistry<?> registry;

	private final String key;

	private final Duration ttl;

	private final StarRole role;

	private final PirateQueueLifecycle queue;

	private final AtomicReference<@Nullable Shift> shift = new AtomicReference<>();

	/**
	 * An arbiter that has not started.
	 * @param registry where the lock is
	 * @param key its name
	 * @param ttl how long the registry keeps it for somebody who is not heard any more
	 * @param role what this application's queue is
	 * @param queue the embedded queue
	 */
	public LockRegistryArbiter(RenewableLockRegistry<?> registry, String key, Duration ttl, StarRole role,
			PirateQueueLifecycle queue) {
		this.registry = registry;
		this.key = key;
		this.ttl = ttl;
		this.role = role;
		this.queue = queue;
	}

	@Override
	public void start() {
		Shift next = new Shift();
		if (this.shift.compareAndSet(null, next)) {
			Thread thread = new Thread(next, "pirate-arbiter");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/** Stops serving, gives up the lock and waits for that, but not for ever. */
	@Override
	public void stop() {
		Shift last = this.shift.getAndSet(null);
		if (last != null) {
			last.end();
		}
	}

	@Override
	public boolean isRunning() {
		return this.shift.get() != null;
	}

	/** After the queue has started, and before it leaves. */
	@Override
	public int getPhase() {
		return PiratePhases.QUEUE + 1;
	}

	/** From one start to the next stop; the lock belongs to its thread. */
	private final class Shift implements Runnable {

		private final CountDownLatch ending = new CountDownLatch(1);

		private final CountDownLatch ended = new CountDownLatch(1);

		private final HeldLock lock = new HeldLock(LockRegistryArbiter.this.registry, LockRegistryArbiter.this.key,
				LockRegistryArbiter.this.ttl);

		private long epoch;

		@Override
		public void run() {
			long pause = LockRegistryArbiter.this.ttl.toNanos() / ROUNDS_PER_TTL;
			try {
				do {
					round();
				}
				while (!this.ending.await(pause, TimeUnit.NANOSECONDS));
			}
			catch (InterruptedException ex) {
				// nobody interrupts it; if somebody does, it ends
			}
			finally {
				release();
				this.ended.countDown();
			}
		}

		private void round() {
			boolean before = this.lock.isHeld();
			boolean held = this.lock.hold(System.nanoTime());
			PirateQueue current = running();
			if (held && current != null) {
				if (!before) {
					// grows from holder to holder with the wall clock; where that does
					// not, workers know better and the queue goes on above what they saw
					this.epoch = LockRegistryArbiter.this.role.after(System.currentTimeMillis());
					logger.info("This queue holds the lock '{}' and serves", LockRegistryArbiter.this.key);
				}
				current.grant(this.epoch, this.lock.untilNanos());
			}
			else if (before && !held && current != null) {
				logger.warn("This queue has lost the lock '{}' and stands by: {}", LockRegistryArbiter.this.key,
						this.lock.trouble());
				current.revoke();
			}
		}

		private void release() {
			PirateQueue current = running();
			if (current != null) {
				current.revoke();
				try {
					// an answer comes after the end of serving, and only then may others
					current.star();
				}
				catch (IllegalStateException ex) {
					logger.debug("The queue has ended before its arbiter", ex);
				}
			}
			this.lock.release();
		}

		private @Nullable PirateQueue running() {
			return LockRegistryArbiter.this.queue.isRunning() ? LockRegistryArbiter.this.queue.queue() : null;
		}

		private void end() {
			this.ending.countDown();
			try {
				if (!this.ended.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
					logger.warn("The registry does not answer: the lock '{}' ends by itself after {}",
							LockRegistryArbiter.this.key, LockRegistryArbiter.this.ttl);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
