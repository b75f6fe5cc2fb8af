package io.pirate.machine;

import java.time.Duration;

/**
 * How often peers tell that they live, and how much silence is death.
 *
 * @param interval between heartbeats, at least 1 ms
 * @param liveness silent intervals allowed, at least 1
 */
public record HeartbeatPolicy(Duration interval, int liveness) {

	/** RFC 6 and the guide: one second, three times. */
	public static final HeartbeatPolicy DEFAULT = new HeartbeatPolicy(Duration.ofSeconds(1), 3);

	public HeartbeatPolicy {
		if (interval.toMillis() < 1) {
			throw new IllegalArgumentException("heartbeat interval must be at least 1 ms: " + interval);
		}
		if (liveness < 1) {
			throw new IllegalArgumentException("liveness must be at least 1: " + liveness);
		}
	}

	public long intervalNanos() {
		return this.interval.toNanos();
	}

	/**
	 * The silence after which a peer counts as dead.
	 * @return interval × liveness in nanoseconds
	 */
	public long allowanceNanos() {
		return this.interval.toNanos() * this.liveness;
	}

}
