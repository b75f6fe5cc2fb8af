package io.pirate.machine;

/**
 * An open hash table in one plain array, so that many entries mean no objects. An entry
 * is so many longs, and its place is where in the array they begin: valid until the next
 * entry is added or removed. A place is free as long as the last of them is 0.
 */
final class PlainTable {

	private static final int SMALLEST = 256;

	private final int width;

	private final KeyHash hash;

	/** What the entries say, by place. */
	long[] entries;

	private int mask = SMALLEST - 1;

	private int size;

	/**
	 * An empty table.
	 * @param width longs of an entry
	 * @param hash of its key
	 */
	PlainTable(int width, KeyHash hash) {
		this.width = width;
		this.hash = hash;
		this.entries = new long[SMALLEST * width];
	}

	/** What an entry of so many longs costs at most, when the table is just doubled. */
	static int entryBytes(int width) {
		return 4 * width * Long.BYTES;
	}

	int size() {
		return this.size;
	}

	/** Where an entry of that hash is looked for first. */
	int first(int hash) {
		return (hash & this.mask) * this.width;
	}

	/** And then. */
	int next(int place) {
		int next = place + this.width;
		return (next < this.entries.length) ? next : 0;
	}

	boolean isFree(int place) {
		return isFree(this.entries, place);
	}

	/** Makes room for another entry; to be called before its place is looked for. */
	void grow() {
		if (2 * this.size > this.mask) {
			resize((this.mask + 1) * 2);
		}
	}

	/** A free place is about to be taken. */
	void added() {
		this.size++;
	}

	/** Removes an entry, and moves up those that had to give way to it. */
	void remove(int place) {
		int hole = place;
		free(hole);
		this.size--;
		for (int other = next(hole); !isFree(other); other = next(other)) {
			int home = first(this.hash.at(this.entries, other));
			if (distance(home, other) >= distance(hole, other)) {
				System.arraycopy(this.entries, other, this.entries, hole, this.width);
				free(other);
				hole = other;
			}
		}
		if (this.size == 0 && this.mask >= SMALLEST) {
			resize(SMALLEST);
		}
	}

	private void free(int place) {
		this.entries[place + this.width - 1] = 0;
	}

	private boolean isFree(long[] table, int place) {
		return table[place + this.width - 1] == 0;
	}

	private void resize(int length) {
		long[] old = this.entries;
		this.entries = new long[length * this.width];
		this.mask = length - 1;
		for (int from = 0; from < old.length; from += this.width) {
			if (!isFree(old, from)) {
				int place = first(this.hash.at(old, from));
				while (!isFree(place)) {
					place = next(place);
				}
				System.arraycopy(old, from, this.entries, place, this.width);
			}
		}
	}

	private int distance(int from, int to) {
		int distance = to - from;
		return (distance >= 0) ? distance : distance + this.entries.length;
	}

	/** Where the key of an entry wants to be. */
	@FunctionalInterface
	interface KeyHash {

		/**
		 * The hash of a key.
		 * @param entries of the table
		 * @param place where in them the entry begins
		 * @return any int; its lower bits count
		 */
		int at(long[] entries, int place);

	}

}
