package io.pirate.reactor;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Whether a loop comes when it meant to, and what it reads first if it does not. */
final class Punctuality {

	/** So long a late loop only reads, before others miss its own heartbeats too. */
	private static final long LATE_DRAIN_NANOS = 100_000_000L;

	private static final long LATE_NANOS = 500_000_000L;

	private final LongSupplier clock;

	private long expectedAt;

	private boolean running;

	Punctuality(LongSupplier clock) {
		this.clock = clock;
	}

	/** The loop means to turn again then. */
	void expect(long nanos) {
		this.expectedAt = nanos;
		this.running = true;
	}

	/** When the loop was meant to turn, or if it is at it, when it began. */
	long expectedAt() {
		return this.expectedAt;
	}

	/** The pause before the next turn was meant to be. */
	void resume() {
		this.running = false;
	}

	/**
	 * Drains the nodes; all of what waits, as far as time allows, if the loop is late.
	 * Credit comes first: a peer heard only now is as fresh as can be already.
	 * @param look lets the sockets get on, tells whether something may have arrived
	 * @return whether more may be there
	 */
	boolean drain(Nodes nodes, long now, BooleanSupplier look) {
		long late = this.running ? now - this.expectedAt : 0;
		if (late <= LATE_NANOS) {
			return nodes.drain(now);
		}
		nodes.late(late);
		boolean heard = look.getAsBoolean();
		boolean more = nodes.drain(now);
		while ((heard || more) && this.clock.getAsLong() - now < LATE_DRAIN_NANOS) {
			heard = look.getAsBoolean();
			more = nodes.drain(now);
		}
		return more;
	}

}
