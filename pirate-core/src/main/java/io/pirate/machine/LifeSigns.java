package io.pirate.machine;

/**
 * When a worker certainly lived. While our own loop does not run, everything that is said
 * waits to be read, also what was said by those who have died meanwhile: so what is read
 * soon after proves nothing.
 */
final class LifeSigns {

	private final long oldNanos;

	/** When it was last certain to live. */
	private long certainNanos;

	/** Our own loop was late, and nothing was read since that is certainly newer. */
	private boolean uncertain;

	/** Something was read since, which may be old. */
	private boolean reading;

	/** When what is read is new. */
	private long newFromNanos;

	/**
	 * Of a worker that has just said that it is there.
	 * @param oldNanos how old what is read may be after our loop was late
	 * @param now nanoTime
	 */
	LifeSigns(long oldNanos, long now) {
		this.oldNanos = oldNanos;
		this.certainNanos = now;
	}

	/** Something was read. */
	void heard(long now) {
		if (this.uncertain && !this.reading) {
			this.reading = true;
			this.newFromNanos = now + this.oldNanos;
		}
		if (!this.uncertain || now - this.newFromNanos >= 0) {
			this.uncertain = false;
			this.certainNanos = now;
		}
	}

	/** Our own loop did not run for so long. */
	void late(long nanos) {
		if (nanos >= this.oldNanos) {
			this.uncertain = true;
			this.reading = false;
		}
	}

	/** Whether it cannot have died unnoticed. */
	boolean areCertain() {
		return !this.uncertain;
	}

	/** Whether it certainly lived after that instant. */
	boolean goBeyond(long nanos) {
		return this.certainNanos - nanos > 0;
	}

}
