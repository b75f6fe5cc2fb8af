package io.pirate.reactor;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Ends a loop's sleep from any thread, at most once for each sleep. How depends on where
 * the loop sleeps: it puts a bell there.
 */
final class Wakeup {

	private final AtomicReference<@Nullable Runnable> asleep = new AtomicReference<>();

	/**
	 * The loop is about to sleep: from now on somebody has to wake it, and what there was
	 * before has to be looked for.
	 * @param bell wakes it; any thread, also one that is interrupted
	 */
	void fallAsleep(Runnable bell) {
		this.asleep.set(bell);
	}

	/** The loop does not sleep any more. */
	void awake() {
		this.asleep.set(null);
	}

	/** Ends the sleep if there is one. Any thread. */
	void signal() {
		Runnable bell = this.asleep.get();
		if (bell != null && this.asleep.compareAndSet(bell, null)) {
			bell.run();
		}
	}

}
