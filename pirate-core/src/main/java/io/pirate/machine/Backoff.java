package io.pirate.machine;

import java.time.Duration;

/**
 * The pause before the next connect: doubles each time up to a limit, ±10 % by chance.
 * Not thread-safe.
 */
final class Backoff {

	private static final double JITTER = 0.1;

	private final long firstNanos;

	private final long longestNanos;

	private long nextNanos;

	/**
	 * A backoff at its start.
	 * @param first the first pause, at least 1 ms
	 * @param longest the longest pause, at least the first
	 */
	Backoff(Duration first, Duration longest) {
		this.firstNanos = first.toNanos();
		this.longestNanos = longest.toNanos();
		this.nextNanos = this.firstNanos;
	}

	/**
	 * The next pause.
	 * @param chance from 0 to 1
	 * @return nanoseconds
	 */
	long next(double chance) {
		long pause = this.nextNanos;
		this.nextNanos = (pause > this.longestNanos / 2) ? this.longestNanos : pause * 2;
		return Math.round(pause * (1 - JITTER + 2 * JITTER * chance));
	}

	void reset() {
		this.nextNanos = this.firstNanos;
	}

}
