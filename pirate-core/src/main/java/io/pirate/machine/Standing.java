package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Epoch;

/** Whether a queue serves, and in which epoch: shared by all parts of its machine. */
final class Standing {

	private boolean standingBy;

	/** Nothing is handed out until somebody has decided what shall be. */
	private boolean undecided;

	private long epoch = Epoch.NONE;

	private long surpassedBy = Epoch.NONE;

	private boolean asked;

	void serve(long newEpoch) {
		this.standingBy = false;
		this.undecided = false;
		this.epoch = newEpoch;
		this.surpassedBy = Epoch.NONE;
	}

	void standBy() {
		this.standingBy = true;
		this.undecided = false;
	}

	boolean isUndecided() {
		return this.undecided;
	}

	/** Whether requests may be handed out now. */
	boolean isServing() {
		return !this.standingBy && !this.undecided;
	}

	boolean isStandingBy() {
		return this.standingBy;
	}

	/** The same, and notes that a client was there. */
	boolean isStandingByWhenAsked() {
		this.asked |= this.standingBy;
		return this.standingBy;
	}

	/** A lease as it leaves. */
	CallFrame stamp(CallFrame lease) {
		return (this.epoch != Epoch.NONE) ? Epoch.on(lease, this.epoch) : lease;
	}

	/**
	 * A worker refuses a lease. If it has seen a higher epoch, nothing more is handed out
	 * until somebody has decided what follows from that.
	 */
	void surpassedBy(long seen) {
		if (this.epoch != Epoch.NONE && seen > this.epoch) {
			this.undecided = true;
			this.surpassedBy = Math.max(this.surpassedBy, seen);
		}
	}

	/** What workers claimed cannot be: nothing follows from it. */
	void disbelieve() {
		this.undecided = false;
	}

	/** The highest epoch that a worker knew of, once. */
	long takeSurpassedBy() {
		long taken = this.surpassedBy;
		this.surpassedBy = Epoch.NONE;
		return taken;
	}

	boolean takeAsked() {
		boolean taken = this.asked;
		this.asked = false;
		return taken;
	}

}
