package io.pirate.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time: what is to happen, in order. Two events of one instant happen in the
 * order in which they were planned.
 */
final class Timeline {

	/** What {@link #at} ignores: nothing is planned for the year 2050. */
	private static final long NEVER_NANOS = Long.MAX_VALUE / 8;

	private final PriorityQueue<Planned> plan = new PriorityQueue<>();

	private final long start;

	private long elapsed;

	private long planned;

	/**
	 * A timeline.
	 * @param start the first instant, as {@code nanoTime} would give it: any number
	 */
	Timeline(long start) {
		this.start = start;
	}

	long now() {
		return this.start + this.elapsed;
	}

	/** Nanoseconds since the run began. */
	long elapsed() {
		return this.elapsed;
	}

	void after(long nanos, Runnable event) {
		this.plan.add(new Planned(this.elapsed + Math.max(0, nanos), this.planned++, event));
	}

	/** At an instant of {@link #now}'s clock; at once if it is past. */
	void at(long instant, Runnable event) {
		long wait = instant - now();
		if (wait < NEVER_NANOS) {
			after(wait, event);
		}
	}

	/** Runs everything planned up to an instant since the run began. */
	void runUntil(long until) {
		while (true) {
			Planned next = this.plan.peek();
			if (next == null || next.elapsed > until) {
				this.elapsed = Math.max(this.elapsed, until);
				return;
			}
			this.plan.poll();
			this.elapsed = next.elapsed;
			next.event.run();
		}
	}

	long eventsPlanned() {
		return this.planned;
	}

	private record Planned(long elapsed, long order, Runnable event) implements Comparable<Planned> {

		@Override
		public int compareTo(Planned other) {
			int byTime = Long.compare(this.elapsed, other.elapsed);
			return (byTime != 0) ? byTime : Long.compare(this.order, other.order);
		}

	}

}
