package io.pirate.machine;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The leases: every request in a worker's hands, by number. A number is a slot, that
 * slot's generation, and bits of chance in front, so that it never comes twice soon and
 * nobody guesses another worker's.
 */
final class InFlight {

	private static final int SLOT_BITS = 24;

	private static final int GENERATION_BITS = 16;

	private static final int MOST_LEASES = 1 << SLOT_BITS;

	private @Nullable Work[] works = new Work[64];

	private char[] generations = new char[64];

	private int[] free = new int[64];

	private int freeCount;

	/** Slots that were ever used. */
	private int used;

	int size() {
		return this.used - this.freeCount;
	}

	boolean isFull() {
		return size() == MOST_LEASES;
	}

	/**
	 * Opens a lease.
	 * @param work what is handed out; knows its number afterwards
	 * @param chance random bits
	 */
	void open(Work work, long chance) {
		int slot = (this.freeCount > 0) ? this.free[--this.freeCount] : fresh();
		this.works[slot] = work;
		long generation = ++this.generations[slot];
		work.lease = (((chance << GENERATION_BITS) | generation) << SLOT_BITS) | slot;
	}

	@Nullable Work find(long lease) {
		int slot = (int) (lease & (MOST_LEASES - 1));
		Work work = (slot < this.used) ? this.works[slot] : null;
		return (work != null && work.lease == lease) ? work : null;
	}

	void close(Work work) {
		int slot = (int) (work.lease & (MOST_LEASES - 1));
		if (this.works[slot] != work) {
			throw new IllegalStateException("no such lease");
		}
		this.works[slot] = null;
		this.free[this.freeCount++] = slot;
	}

	private int fresh() {
		if (this.used == this.works.length) {
			int length = Math.min(MOST_LEASES, this.used * 2);
			this.works = Arrays.copyOf(this.works, length);
			this.generations = Arrays.copyOf(this.generations, length);
			this.free = Arrays.copyOf(this.free, length);
		}
		return this.used++;
	}

}
