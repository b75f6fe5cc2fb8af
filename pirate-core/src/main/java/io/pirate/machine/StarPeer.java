package io.pirate.machine;

import io.pirate.wire.StarCommand;
import io.pirate.wire.StarState;
import org.jspecify.annotations.Nullable;

/** The other queue of a pair, as far as it was heard. */
final class StarPeer {

	private final PeerHealth health;

	private StarCommand.@Nullable Tell last;

	/** Since when it was heard without a pause, and active. */
	private long steadyNanos;

	StarPeer(HeartbeatPolicy heartbeat, long now) {
		this.health = new PeerHealth(heartbeat.allowanceNanos(), now);
	}

	/** Whether that is news; what is late or comes twice is none. */
	boolean heard(StarCommand.Tell told, long now) {
		StarCommand.Tell before = this.last;
		if (before != null && before.life() == told.life() && told.number() <= before.number()) {
			return false;
		}
		boolean steady = before != null && before.life() == told.life() && before.state() == StarState.ACTIVE
				&& !isSilent(now);
		if (!steady) {
			this.steadyNanos = now;
		}
		this.last = told;
		this.health.heard(now);
		return true;
	}

	/** Whether it counts as dead. */
	boolean isSilent(long now) {
		return this.health.isExpired(now) || state() == StarState.GONE;
	}

	/** When it will. */
	long expiryNanos() {
		return this.health.expiryNanos();
	}

	void credit(long nanos) {
		this.health.credit(nanos);
	}

	@Nullable StarState state() {
		return (this.last != null) ? this.last.state() : null;
	}

	/** Whether it has heard that message of ours, or a later one. */
	boolean hasHeard(long life, long number) {
		return this.last != null && this.last.heardLife() == life && this.last.heardNumber() >= number;
	}

	long life() {
		return (this.last != null) ? this.last.life() : 0;
	}

	long number() {
		return (this.last != null) ? this.last.number() : 0;
	}

	long steadyNanos() {
		return this.steadyNanos;
	}

	long heardMs(long now) {
		return (this.last != null) ? (now - this.health.heardNanos()) / 1_000_000 : -1;
	}

}
