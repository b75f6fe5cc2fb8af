package io.pirate.machine;

/**
 * Where the reply of a call is kept: an open hash table in one plain array, so that many
 * remembered replies mean no objects. Neighbours in number are neighbours in memory: an
 * origin counts, so a look-up mostly finds its place in the processor's cache.
 */
final class ReplyIndex {

	/** Origin, number, reference. */
	private static final int ENTRY = 3;

	/** What one entry costs at most, when the table is just doubled. */
	static final int ENTRY_BYTES = 4 * ENTRY * Long.BYTES;

	private static final int SMALLEST = 256;

	/** So many numbers in a row stay together. */
	private static final int RUN_BITS = 3;

	private static final long RUN = (1L << RUN_BITS) - 1;

	private long[] entries = new long[SMALLEST * ENTRY];

	private int mask = SMALLEST - 1;

	private int size;

	int size() {
		return this.size;
	}

	/** The place of an entry, or -1; valid until the next change. */
	int find(long origin, long number) {
		int place = home(origin, number);
		for (int at = place * ENTRY; this.entries[at + 2] != 0; at = place * ENTRY) {
			if (this.entries[at + 1] == number && this.entries[at] == origin) {
				return place;
			}
			place = after(place);
		}
		return -1;
	}

	/** What was added there. */
	long reference(int place) {
		return this.entries[place * ENTRY + 2];
	}

	/**
	 * Adds an entry, or changes the one that is there.
	 * @param reference anything but 0
	 * @return the reference of before, or 0
	 */
	long put(long origin, long number, long reference) {
		if (2 * this.size > this.mask) {
			resize((this.mask + 1) * 2);
		}
		int place = home(origin, number);
		for (int at = place * ENTRY; this.entries[at + 2] != 0; at = place * ENTRY) {
			if (this.entries[at + 1] == number && this.entries[at] == origin) {
				long before = this.entries[at + 2];
				this.entries[at + 2] = reference;
				return before;
			}
			place = after(place);
		}
		set(place, origin, number, reference);
		this.size++;
		return 0;
	}

	/** Removes the entry at a place, and moves up those that had to give way to it. */
	void remove(int place) {
		int hole = place;
		this.entries[hole * ENTRY + 2] = 0;
		this.size--;
		int next = after(hole);
		for (int at = next * ENTRY; this.entries[at + 2] != 0; at = next * ENTRY) {
			int home = home(this.entries[at], this.entries[at + 1]);
			if (distance(home, next) >= distance(hole, next)) {
				System.arraycopy(this.entries, at, this.entries, hole * ENTRY, ENTRY);
				this.entries[at + 2] = 0;
				hole = next;
			}
			next = after(next);
		}
		if (this.size == 0 && this.mask >= SMALLEST) {
			resize(SMALLEST);
		}
	}

	static int hash(long origin, long number) {
		long mixed = (origin ^ (number * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
		return (int) (mixed ^ (mixed >>> 32));
	}

	private void insert(long origin, long number, long reference) {
		int place = home(origin, number);
		while (this.entries[place * ENTRY + 2] != 0) {
			place = after(place);
		}
		set(place, origin, number, reference);
	}

	private void set(int place, long origin, long number, long reference) {
		int at = place * ENTRY;
		this.entries[at] = origin;
		this.entries[at + 1] = number;
		this.entries[at + 2] = reference;
	}

	private void resize(int length) {
		long[] old = this.entries;
		this.entries = new long[length * ENTRY];
		this.mask = length - 1;
		for (int at = 0; at < old.length; at += ENTRY) {
			if (old[at + 2] != 0) {
				insert(old[at], old[at + 1], old[at + 2]);
			}
		}
	}

	private int home(long origin, long number) {
		return ((hash(origin, number >>> RUN_BITS) << RUN_BITS) | (int) (number & RUN)) & this.mask;
	}

	private int after(int place) {
		return (place + 1) & this.mask;
	}

	private int distance(int from, int to) {
		return (to - from) & this.mask;
	}

}
