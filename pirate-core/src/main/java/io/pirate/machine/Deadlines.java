package io.pirate.machine;

import java.util.Arrays;

/**
 * All alarms of one machine: a binary heap whose entries know their place, so that moving
 * and clearing cost O(log n) and leave nothing behind. Survives the overflow of nanoTime,
 * as long as all deadlines lie within 292 years of each other.
 */
final class Deadlines {

	/** What {@link #next} answers when nothing is set, relative to any {@code now}. */
	static final long NEVER_NANOS = Long.MAX_VALUE / 4;

	private Deadline[] heap = new Deadline[16];

	private int size;

	/** Sets or moves a deadline. */
	void set(Deadline deadline, long nanos) {
		deadline.nanos = nanos;
		if (!deadline.isSet()) {
			if (this.size == this.heap.length) {
				this.heap = Arrays.copyOf(this.heap, this.size * 2);
			}
			deadline.index = this.size++;
			this.heap[deadline.index] = deadline;
		}
		up(deadline);
		down(deadline);
	}

	/** Clears a deadline; nothing happens if it is not set. */
	void clear(Deadline deadline) {
		if (!deadline.isSet()) {
			return;
		}
		int hole = deadline.index;
		deadline.index = Deadline.UNSET;
		Deadline last = this.heap[--this.size];
		this.heap[this.size] = null;
		if (last != deadline) {
			put(hole, last);
			up(last);
			down(last);
		}
	}

	/** Runs everything due at {@code now}, also what becomes due meanwhile. */
	void run(long now) {
		while (this.size > 0 && this.heap[0].nanos - now <= 0) {
			Deadline due = this.heap[0];
			clear(due);
			due.onDue.accept(now);
		}
	}

	/** The earliest deadline, or {@code now} + {@link #NEVER_NANOS}. */
	long next(long now) {
		return (this.size > 0) ? this.heap[0].nanos : now + NEVER_NANOS;
	}

	int size() {
		return this.size;
	}

	private void up(Deadline deadline) {
		while (deadline.index > 0) {
			Deadline parent = this.heap[(deadline.index - 1) / 2];
			if (deadline.nanos - parent.nanos >= 0) {
				return;
			}
			swap(deadline, parent);
		}
	}

	private void down(Deadline deadline) {
		while (true) {
			int child = 2 * deadline.index + 1;
			if (child >= this.size) {
				return;
			}
			if (child + 1 < this.size && this.heap[child + 1].nanos - this.heap[child].nanos < 0) {
				child++;
			}
			if (this.heap[child].nanos - deadline.nanos >= 0) {
				return;
			}
			swap(deadline, this.heap[child]);
		}
	}

	private void swap(Deadline one, Deadline other) {
		int place = one.index;
		put(other.index, one);
		put(place, other);
	}

	private void put(int place, Deadline deadline) {
		deadline.index = place;
		this.heap[place] = deadline;
	}

}
