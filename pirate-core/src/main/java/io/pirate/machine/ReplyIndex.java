package io.pirate.machine;

import org.jspecify.annotations.Nullable;

/**
 * Where the reply of a call is kept: an open hash table in plain arrays, so that many
 * remembered replies mean few objects.
 */
final class ReplyIndex {

	/** What one entry costs at most, when the table is just doubled. */
	static final int ENTRY_BYTES = 4 * (2 * Long.BYTES + 2 * Integer.BYTES);

	private static final int SMALLEST = 256;

	private long[] origins = new long[SMALLEST];

	private long[] numbers = new long[SMALLEST];

	private @Nullable ReplySegment[] segments = new ReplySegment[SMALLEST];

	private int[] offsets = new int[SMALLEST];

	private int size;

	int size() {
		return this.size;
	}

	/** The place of an entry, or -1; valid until the next change. */
	int find(long origin, long number) {
		int place = home(origin, number);
		while (this.segments[place] != null) {
			if (this.numbers[place] == number && this.origins[place] == origin) {
				return place;
			}
			place = after(place);
		}
		return -1;
	}

	@Nullable ReplySegment segment(int place) {
		return this.segments[place];
	}

	int offset(int place) {
		return this.offsets[place];
	}

	/** Adds an entry that is not there. */
	void add(long origin, long number, ReplySegment segment, int offset) {
		if (2 * (this.size + 1) > this.segments.length) {
			resize(this.segments.length * 2);
		}
		insert(origin, number, segment, offset);
		this.size++;
	}

	/** Removes the entry at a place, and moves up those that had to give way to it. */
	void remove(int place) {
		int hole = place;
		this.segments[hole] = null;
		this.size--;
		int next = after(hole);
		while (this.segments[next] != null) {
			int home = home(this.origins[next], this.numbers[next]);
			if (distance(home, next) >= distance(hole, next)) {
				move(next, hole);
				hole = next;
			}
			next = after(next);
		}
		if (this.size == 0 && this.segments.length > SMALLEST) {
			resize(SMALLEST);
		}
	}

	static int hash(long origin, long number) {
		long mixed = (origin ^ (number * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
		return (int) (mixed ^ (mixed >>> 32));
	}

	private void move(int from, int to) {
		this.origins[to] = this.origins[from];
		this.numbers[to] = this.numbers[from];
		this.segments[to] = this.segments[from];
		this.offsets[to] = this.offsets[from];
		this.segments[from] = null;
	}

	private void insert(long origin, long number, ReplySegment segment, int offset) {
		int place = home(origin, number);
		while (this.segments[place] != null) {
			place = after(place);
		}
		this.origins[place] = origin;
		this.numbers[place] = number;
		this.segments[place] = segment;
		this.offsets[place] = offset;
	}

	private void resize(int length) {
		long[] oldOrigins = this.origins;
		long[] oldNumbers = this.numbers;
		@Nullable ReplySegment[] oldSegments = this.segments;
		int[] oldOffsets = this.offsets;
		this.origins = new long[length];
		this.numbers = new long[length];
		this.segments = new ReplySegment[length];
		this.offsets = new int[length];
		for (int i = 0; i < oldSegments.length; i++) {
			ReplySegment segment = oldSegments[i];
			if (segment != null) {
				insert(oldOrigins[i], oldNumbers[i], segment, oldOffsets[i]);
			}
		}
	}

	private int home(long origin, long number) {
		return hash(origin, number) & (this.segments.length - 1);
	}

	private int after(int place) {
		return (place + 1) & (this.segments.length - 1);
	}

	private int distance(int from, int to) {
		return (to - from) & (this.segments.length - 1);
	}

}
