package io.pirate.machine;

import io.pirate.wire.CallFrame;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait or are in a worker's hands, by origin and number: a hash table
 * chained through the requests themselves.
 */
final class OpenCalls {

	private final Scatter scatter;

	private @Nullable Work[] buckets = new Work[256];

	private int size;

	OpenCalls(Scatter scatter) {
		this.scatter = scatter;
	}

	int size() {
		return this.size;
	}

	@Nullable Work find(CallFrame call) {
		Work work = this.buckets[bucketOf(call, this.buckets.length)];
		while (work != null && !isSame(work.call, call)) {
			work = work.nextOpen;
		}
		return work;
	}

	/** Adds a request with a call frame. */
	void add(Work work, CallFrame call) {
		if (this.size++ == this.buckets.length) {
			grow();
		}
		chain(this.buckets, work, call);
	}

	void remove(Work work, CallFrame call) {
		int bucket = bucketOf(call, this.buckets.length);
		Work before = null;
		for (Work other = this.buckets[bucket]; other != null; other = other.nextOpen) {
			if (other != work) {
				before = other;
				continue;
			}
			if (before == null) {
				this.buckets[bucket] = work.nextOpen;
			}
			else {
				before.nextOpen = work.nextOpen;
			}
			work.nextOpen = null;
			this.size--;
			return;
		}
	}

	private void grow() {
		@Nullable Work[] larger = new Work[this.buckets.length * 2];
		for (Work chain : this.buckets) {
			Work work = chain;
			while (work != null) {
				Work next = work.nextOpen;
				if (work.call != null) {
					chain(larger, work, work.call);
				}
				work = next;
			}
		}
		this.buckets = larger;
	}

	private void chain(@Nullable Work[] buckets, Work work, CallFrame call) {
		int bucket = bucketOf(call, buckets.length);
		work.nextOpen = buckets[bucket];
		buckets[bucket] = work;
	}

	private static boolean isSame(@Nullable CallFrame one, CallFrame other) {
		return one != null && one.number() == other.number() && one.origin() == other.origin();
	}

	private int bucketOf(CallFrame call, int length) {
		return this.scatter.of(call.origin(), call.number()) & (length - 1);
	}

}
