package io.pirate.reactor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what nodes and tasks throw, and logs it without flooding. Loop's thread. */
final class Mishaps {

	private static final Logger logger = LoggerFactory.getLogger(Mishaps.class);

	private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final String loop;

	private final Consumer<String> failure;

	private final AtomicLong count = new AtomicLong();

	private long loggedAt;

	/**
	 * No mishaps yet.
	 * @param loop its name, for logs
	 * @param failure told of what the loop cannot just go on after
	 */
	Mishaps(String loop, Consumer<String> failure) {
		this.loop = loop;
		this.failure = failure;
	}

	void met(String place, Throwable ex) {
		long number = this.count.incrementAndGet();
		long now = System.nanoTime();
		if (number == 1 || now - this.loggedAt >= LOG_INTERVAL_NANOS) {
			this.loggedAt = now;
			logger.error("{}: {} threw (number {} in this loop); the loop goes on", this.loop, place, number, ex);
		}
		if (ex instanceof VirtualMachineError) {
			this.failure.accept(ex.getClass().getSimpleName() + " in " + place);
		}
	}

	/** Whether the action ended without an exception. */
	boolean guard(String place, Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (Throwable ex) {
			met(place, ex);
			return false;
		}
	}

	/** Any thread. */
	long count() {
		return this.count.get();
	}

}
