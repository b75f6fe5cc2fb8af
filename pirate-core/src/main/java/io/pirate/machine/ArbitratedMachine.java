package io.pirate.machine;

import io.pirate.wire.Epoch;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;

/**
 * The decisions of one queue of a pair for which somebody else decides who serves: it
 * serves while it was granted that, never a moment longer, whether or not anybody was
 * able to take the grant back.
 */
public final class ArbitratedMachine implements Leadership {

	private final StarRole role;

	private final long floor;

	private final StarActions actions;

	private final StarEvents events;

	private StarState state = StarState.PASSIVE;

	private long epoch = Epoch.NONE;

	private long endNanos;

	private long takeovers;

	/**
	 * A queue that stands by.
	 * @param role what it was configured to be; makes its epochs its own
	 * @param floor no epoch of its own is below; higher at every start, such as
	 * milliseconds of the wall clock
	 * @param actions what it can do
	 * @param events who watches it
	 */
	public ArbitratedMachine(StarRole role, long floor, StarActions actions, StarEvents events) {
		this.role = role;
		this.floor = floor;
		this.actions = actions;
		this.events = events;
	}

	@Override
	public void start(long now) {
		this.actions.standBy();
	}

	/**
	 * May serve, or may go on.
	 * @param granted an epoch that nobody else was or will be granted and that grows, or
	 * {@link Epoch#NONE} if the arbiter counts none: then this queue finds one of its own
	 * @param untilNanos when the grant ends, of nanoTime
	 * @param now nanoTime
	 */
	public void onGrant(long granted, long untilNanos, long now) {
		if (this.state == StarState.GONE || untilNanos - now <= 0) {
			return;
		}
		this.endNanos = untilNanos;
		if (this.state != StarState.ACTIVE) {
			this.state = StarState.ACTIVE;
			this.takeovers++;
			serve(granted, "granted by the arbiter");
		}
	}

	/**
	 * May serve no more.
	 * @param now nanoTime
	 */
	public void onRevoke(long now) {
		if (this.state == StarState.ACTIVE) {
			stop("revoked by the arbiter");
		}
	}

	/** The thread may have slept beyond the end. */
	@Override
	public void awake(long now) {
		tick(now);
	}

	@Override
	public void onAsked(long now) {
	}

	/** Who was granted leadership is right; only its epoch is too low. */
	@Override
	public void onSurpassed(long higher, long now) {
		this.epoch = Math.max(this.epoch, higher);
		if (this.state == StarState.ACTIVE) {
			serve(Epoch.NONE, "workers know of a higher epoch");
		}
	}

	/** An arbiter's clock does not wait for us. */
	@Override
	public void onLate(long nanos) {
	}

	@Override
	public void leave(long now) {
		this.state = StarState.GONE;
	}

	@Override
	public void tick(long now) {
		if (this.state == StarState.ACTIVE && now - this.endNanos >= 0) {
			stop("the grant was not renewed in time");
		}
	}

	@Override
	public long nextDeadline(long now) {
		return (this.state == StarState.ACTIVE) ? this.endNanos : now + Deadlines.NEVER_NANOS;
	}

	@Override
	public StarSnapshot snapshot(long now) {
		return new StarSnapshot(this.role, this.state, this.state == StarState.ACTIVE, this.epoch, null, -1,
				this.takeovers, null);
	}

	private void serve(long granted, String reason) {
		this.epoch = (granted > this.epoch) ? granted : this.role.after(Math.max(this.epoch, this.floor - 1));
		this.actions.serve(this.epoch);
		this.events.starChanged(this.role, this.state, this.epoch, reason);
	}

	private void stop(String reason) {
		this.state = StarState.PASSIVE;
		this.actions.standBy();
		this.events.starChanged(this.role, this.state, this.epoch, reason);
	}

}
