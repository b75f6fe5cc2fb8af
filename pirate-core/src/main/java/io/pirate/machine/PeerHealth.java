package io.pirate.machine;

/** When a peer was last heard, and when its silence counts as death. */
final class PeerHealth {

	private final long allowanceNanos;

	private long heardNanos;

	PeerHealth(long allowanceNanos, long now) {
		this.allowanceNanos = allowanceNanos;
		this.heardNanos = now;
	}

	/** Any valid frame is a sign of life. */
	void heard(long now) {
		this.heardNanos = now;
	}

	/** Forgives lateness of our own: a loop that did not run could not hear. */
	void credit(long nanos) {
		this.heardNanos += nanos;
	}

	long heardNanos() {
		return this.heardNanos;
	}

	long expiryNanos() {
		return this.heardNanos + this.allowanceNanos;
	}

	boolean isExpired(long now) {
		return now - expiryNanos() >= 0;
	}

}
