package io.pirate.machine;

import io.pirate.wire.Epoch;

/**
 * Keeps the older of two queues that both believe to be a pair's active one from having
 * anything run: after an epoch was seen, on whatever link, nothing below it starts.
 */
final class Fence {

	private long highest = Epoch.NONE;

	void sees(Lease lease) {
		this.highest = Math.max(this.highest, lease.epoch());
	}

	/** Whether its epoch is over. A queue without a pair has none that could end. */
	boolean isStale(Lease lease) {
		long epoch = lease.epoch();
		return epoch != Epoch.NONE && epoch < this.highest;
	}

	long highest() {
		return this.highest;
	}

}
