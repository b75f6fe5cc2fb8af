package io.pirate.reactor;

import java.util.function.LongSupplier;

/**
 * Compares the two clocks: JeroMQ's timers follow the wall clock and freeze when it is
 * set back.
 */
final class ClockWatch {

	private static final long STEP_MILLIS = 1000;

	/**
	 * Looking took longer than this: the thread was stopped in between, the look is worth
	 * nothing.
	 */
	private static final long STEADY_NANOS = 100_000_000L;

	private static final long NANOS_PER_MILLI = 1_000_000L;

	private final LongSupplier nanos;

	private final LongSupplier wallMillis;

	private long seenNanos;

	private long seenMillis;

	private boolean started;

	ClockWatch(LongSupplier nanos, LongSupplier wallMillis) {
		this.nanos = nanos;
		this.wallMillis = wallMillis;
	}

	/**
	 * Looks at both clocks.
	 * @return whether the wall clock was set since the last look
	 */
	boolean stepped() {
		long before = this.nanos.getAsLong();
		long wall = this.wallMillis.getAsLong();
		if (this.nanos.getAsLong() - before > STEADY_NANOS) {
			return false;
		}
		long moved = (wall - this.seenMillis) - (before - this.seenNanos) / NANOS_PER_MILLI;
		boolean stepped = this.started && Math.abs(moved) > STEP_MILLIS;
		this.started = true;
		this.seenNanos = before;
		this.seenMillis = wall;
		return stepped;
	}

}
