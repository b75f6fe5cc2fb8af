package io.pirate.spring.star;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

import org.jspecify.annotations.Nullable;

import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/**
 * A lock that one thread gets, keeps as long as it can, and knows when it may be lost.
 */
final class HeldLock {

	private final RenewableLockRegistry<?> registry;

	private final String key;

	private final Duration ttl;

	private final Lock lock;

	private boolean held;

	private long untilNanos;

	private @Nullable String trouble;

	HeldLock(RenewableLockRegistry<?> registry, String key, Duration ttl) {
		this.registry = registry;
		this.key = key;
		this.ttl = ttl;
		this.lock = registry.obtain(key);
	}

	boolean isHeld() {
		return this.held;
	}

	/** Until when nobody else can have it. */
	long untilNanos() {
		return this.untilNanos;
	}

	/** Why it was lost, or could not be had. */
	@Nullable String trouble() {
		return this.trouble;
	}

	/**
	 * Gets it, or keeps it.
	 * @param now nanoTime, before anything is asked
	 * @return whether it is held
	 */
	boolean hold(long now) {
		try {
			if (!this.held) {
				this.held = acquire();
			}
			else {
				this.registry.renewLock(this.key, this.ttl);
			}
			if (this.held) {
				this.untilNanos = now + this.ttl.toNanos() * 2 / 3;
			}
		}
		catch (IllegalStateException | IllegalMonitorStateException ex) {
			lose("it is not ours any more: " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			// the registry may answer again before anybody else could have it
			this.trouble = String.valueOf(ex.getMessage());
			if (this.held && System.nanoTime() - this.untilNanos >= 0) {
				lose(this.trouble);
			}
		}
		return this.held;
	}

	void release() {
		if (this.held) {
			lose("released");
		}
	}

	private boolean acquire() {
		if (!(this.lock instanceof DistributedLock timed)) {
			if (!this.lock.tryLock()) {
				return false;
			}
			this.registry.renewLock(this.key, this.ttl);
			return true;
		}
		try {
			return timed.tryLock(Duration.ZERO, this.ttl);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void lose(String why) {
		this.held = false;
		this.trouble = why;
		try {
			this.lock.unlock();
		}
		catch (RuntimeException ex) {
			// who lost it cannot give it back; it was a good try
		}
	}

}
