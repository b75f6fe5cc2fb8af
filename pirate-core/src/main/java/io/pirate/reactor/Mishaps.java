package io.pirate.reactor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what nodes and tasks throw, and logs it without flooding. */
final class Mishaps {

	private static final Logger logger = LoggerFactory.getLogger(Loop.class);

	private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final AtomicLong count = new AtomicLong();

	private long loggedAt;

	void met(String loop, String place, Throwable ex) {
		long number = this.count.incrementAndGet();
		long now = System.nanoTime();
		if (number == 1 || now - this.loggedAt >= LOG_INTERVAL_NANOS) {
			this.loggedAt = now;
			logger.error("{}: {} threw (number {} in this loop); the loop goes on", loop, place, number, ex);
		}
	}

	long count() {
		return this.count.get();
	}

}
