package io.pirate.machine;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The segments of a cache by their number, so that an index can refer to an entry by a
 * plain {@code long}: the number and the offset. Numbers are used again.
 */
final class ReplySegments {

	private @Nullable ReplySegment[] segments = new ReplySegment[16];

	/** Numbers that were used and are free. */
	private int[] free = new int[16];

	private int freeCount;

	private int used;

	/** Never 0. */
	static long reference(ReplySegment segment, int offset) {
		return ((long) segment.number << Integer.SIZE) | offset;
	}

	static int offset(long reference) {
		return (int) reference;
	}

	@Nullable ReplySegment segment(long reference) {
		return this.segments[(int) (reference >>> Integer.SIZE)];
	}

	/** Gives it a number, from 1. */
	void add(ReplySegment segment) {
		int number = (this.freeCount > 0) ? this.free[--this.freeCount] : ++this.used;
		if (number == this.segments.length) {
			this.segments = Arrays.copyOf(this.segments, 2 * number);
			this.free = Arrays.copyOf(this.free, 2 * number);
		}
		this.segments[number] = segment;
		segment.number = number;
	}

	void remove(ReplySegment segment) {
		this.segments[segment.number] = null;
		this.free[this.freeCount++] = segment.number;
	}

}
