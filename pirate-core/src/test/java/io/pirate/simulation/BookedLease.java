package io.pirate.simulation;

import org.jspecify.annotations.Nullable;

/** A request in a worker's hands. */
final class BookedLease {

	final long origin;

	final long number;

	final BookedCall delivery;

	@Nullable BookedHolder holder;

	/** Nobody waits for its answer any more. */
	boolean over;

	/** Its worker was told so. */
	boolean cancelled;

	/** Nothing else was in those hands meanwhile. */
	boolean alone;

	BookedLease(long origin, long number, BookedCall delivery, BookedHolder holder) {
		this.origin = origin;
		this.number = number;
		this.delivery = delivery;
		this.holder = holder;
	}

	void end() {
		if (this.holder != null) {
			this.holder.hands.remove(this.number);
			this.holder = null;
			this.delivery.end(true);
			this.delivery.endedAlone = this.alone || (this.over && this.delivery.endedAlone);
		}
	}

}
