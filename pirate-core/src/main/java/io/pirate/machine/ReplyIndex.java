package io.pirate.machine;

/**
 * Where the reply of a call is kept. Neighbours in number are neighbours in memory: an
 * origin counts, so a look-up mostly finds its place in the processor's cache.
 */
final class ReplyIndex {

	/** Origin, number, reference. */
	private static final int WIDTH = 3;

	static final int ENTRY_BYTES = PlainTable.entryBytes(WIDTH);

	/** So many numbers in a row stay together. */
	private static final int RUN_BITS = 3;

	private static final long RUN = (1L << RUN_BITS) - 1;

	private final Scatter scatter;

	private final PlainTable table = new PlainTable(WIDTH,
			(entries, place) -> hash(entries[place], entries[place + 1]));

	ReplyIndex(Scatter scatter) {
		this.scatter = scatter;
	}

	int size() {
		return this.table.size();
	}

	/** The place of an entry, or -1. */
	int find(long origin, long number) {
		for (int place = this.table.first(hash(origin, number)); !this.table.isFree(place); place = this.table
			.next(place)) {
			if (isAt(place, origin, number)) {
				return place;
			}
		}
		return -1;
	}

	/** What was added there. */
	long reference(int place) {
		return this.table.entries[place + 2];
	}

	/**
	 * Adds an entry, or changes the one that is there.
	 * @param reference anything but 0
	 * @return the reference of before, or 0
	 */
	long put(long origin, long number, long reference) {
		this.table.grow();
		int place = this.table.first(hash(origin, number));
		while (!this.table.isFree(place)) {
			if (isAt(place, origin, number)) {
				long before = this.table.entries[place + 2];
				this.table.entries[place + 2] = reference;
				return before;
			}
			place = this.table.next(place);
		}
		this.table.added();
		this.table.entries[place] = origin;
		this.table.entries[place + 1] = number;
		this.table.entries[place + 2] = reference;
		return 0;
	}

	void remove(int place) {
		this.table.remove(place);
	}

	private boolean isAt(int place, long origin, long number) {
		return this.table.entries[place + 1] == number && this.table.entries[place] == origin;
	}

	private int hash(long origin, long number) {
		return (this.scatter.of(origin, number >>> RUN_BITS) << RUN_BITS) | (int) (number & RUN);
	}

}
