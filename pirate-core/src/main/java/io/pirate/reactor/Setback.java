package io.pirate.reactor;

import org.jspecify.annotations.Nullable;

/** Why a loop cannot go on as it is, and when it tries to recover. */
final class Setback {

	/** Between attempts, so that a lasting cause is not met by a spin. */
	private static final long PAUSE_NANOS = 1_000_000_000L;

	private volatile @Nullable String reason;

	private long since;

	/** Something failed; until it is over all but the first reason are forgotten. */
	void met(String what, long now) {
		if (this.reason == null) {
			this.reason = what;
			this.since = now;
		}
	}

	/** Any thread. */
	@Nullable String reason() {
		return this.reason;
	}

	/** Whether it is time to try to recover; true once for each attempt. */
	boolean isDue(String what, long now) {
		met(what, now);
		if (now - this.since < PAUSE_NANOS) {
			return false;
		}
		this.since = now;
		return true;
	}

	void over() {
		this.reason = null;
	}

}
