package io.pirate.reactor.signaler;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import zmq.poll.IPollEvents;

/**
 * The timers of a {@link ChangePoller}, in their order; becomes a neighbour of its in
 * JeroMQ's package. Used by the poller's thread.
 */
final class ChangePollerTimers {

	private static final long NANOS_PER_MILLI = 1_000_000L;

	private final TreeSet<Timer> inOrder = new TreeSet<>();

	private final Map<Timer, Timer> byId = new HashMap<>();

	private long last;

	void add(long timeoutMillis, IPollEvents sink, int id) {
		cancel(sink, id);
		Timer timer = new Timer(sink, id, System.nanoTime() + timeoutMillis * NANOS_PER_MILLI, ++this.last);
		this.inOrder.add(timer);
		this.byId.put(timer, timer);
	}

	void cancel(IPollEvents sink, int id) {
		Timer timer = this.byId.remove(new Timer(sink, id, 0, 0));
		if (timer != null) {
			this.inOrder.remove(timer);
		}
	}

	/**
	 * Runs what is due.
	 * @return milliseconds until the next, or -1 if there is none
	 */
	long run() {
		while (!this.inOrder.isEmpty()) {
			Timer first = this.inOrder.first();
			long left = first.dueNanos - System.nanoTime();
			if (left > 0) {
				return (left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
			}
			this.inOrder.remove(first);
			this.byId.remove(first);
			first.sink.timerEvent(first.id);
		}
		return -1;
	}

	/** Equal to another one of the same handler with the same id; the earlier is less. */
	private static final class Timer implements Comparable<Timer> {

		private final IPollEvents sink;

		private final int id;

		private final long dueNanos;

		/** Of two that are due together the one set first comes first. */
		private final long order;

		Timer(IPollEvents sink, int id, long dueNanos, long order) {
			this.sink = sink;
			this.id = id;
			this.dueNanos = dueNanos;
			this.order = order;
		}

		@Override
		public int compareTo(Timer other) {
			long later = this.dueNanos - other.dueNanos;
			return Long.signum((later != 0) ? later : this.order - other.order);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Timer timer && this.id == timer.id && this.sink == timer.sink;
		}

		@Override
		public int hashCode() {
			return 31 * System.identityHashCode(this.sink) + this.id;
		}

	}

}
