package io.pirate.machine;

import java.time.Duration;

import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;

/** When a queue of a pair that stands by may take over without being told. */
final class StarVigil {

	/** Who was deposed by workers and hears nobody waits ever longer, up to this. */
	private static final int MOST_PATIENCE = 32;

	private final StarSettings settings;

	private final StarPeer peer;

	private final StarActions actions;

	private boolean asked;

	private long askedNanos;

	private long quietUntilNanos;

	private int patience = 1;

	StarVigil(StarSettings settings, StarPeer peer, StarActions actions, long now) {
		this.settings = settings;
		this.peer = peer;
		this.actions = actions;
		delay(now);
	}

	/** A client asked. */
	void asked(long now) {
		this.asked = true;
		this.askedNanos = now;
	}

	/** The other queue was heard: its silence alone counts from now on. */
	void heard(long now) {
		this.patience = 1;
		this.quietUntilNanos = now;
	}

	/** Silence counts only from now on. */
	void delay(long now) {
		this.quietUntilNanos = now + this.patience * allowanceNanos();
	}

	/**
	 * Somebody serves who cannot be heard: to take over again and again would only move
	 * the work to and fro.
	 */
	void delayLonger(long now) {
		this.patience = Math.min(MOST_PATIENCE, 2 * this.patience);
		delay(now);
	}

	void credit(long nanos) {
		this.quietUntilNanos += nanos;
	}

	/** A backup that has never heard a primary does not know whether it lives. */
	boolean isTakeoverDue(StarState state, long now) {
		boolean may = state == StarState.PASSIVE || state == StarState.PRIMARY;
		return may && this.peer.isSilent(now) && now - this.quietUntilNanos >= 0 && isWanted(now);
	}

	boolean isFailbackDue(StarState state, long now) {
		Duration after = this.settings.failbackAfter();
		return after != null && this.settings.role() == StarRole.PRIMARY && state == StarState.PASSIVE
				&& this.peer.state() == StarState.ACTIVE && !this.peer.isSilent(now)
				&& now - this.peer.steadyNanos() >= after.toNanos() && this.actions.hasWorkers();
	}

	/** Who sees neither workers nor clients is cut off itself. */
	private boolean isWanted(long now) {
		boolean clients = this.asked && now - this.askedNanos < allowanceNanos();
		return clients || this.actions.hasWorkers();
	}

	private long allowanceNanos() {
		return this.settings.heartbeat().allowanceNanos();
	}

}
