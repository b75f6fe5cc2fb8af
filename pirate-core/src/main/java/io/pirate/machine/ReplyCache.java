package io.pirate.machine;

import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.pirate.wire.AddressFrame;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * The replies of the last while, for calls that come again: as bytes in segments, oldest
 * first, bounded in time and bytes. A segment goes when all of it was forgotten, when its
 * youngest reply is too old, or when room is needed.
 */
final class ReplyCache {

	private static final int SEGMENT_BYTES = 128 * 1024;

	/**
	 * A reply that has a segment of its own is sent no more often than that: to copy it
	 * takes a millisecond, and to ask for it again costs a peer next to nothing.
	 */
	private static final long LARGE_AGAIN_NANOS = 100_000_000;

	/** What an entry costs beside its bytes. */
	private static final int ENTRY_BYTES = ReplyIndex.ENTRY_BYTES + ReplySegment.KEY_BYTES;

	private final long ttlNanos;

	private final long mostBytes;

	/** Told the origin of each reply that goes. */
	private final LongConsumer onForgotten;

	/** How many origins are known, which is up to one for each reply. */
	private final IntSupplier origins;

	private final ReplyIndex index;

	private final ReplySegments segments = new ReplySegments();

	private @Nullable ReplySegment oldest;

	private @Nullable ReplySegment youngest;

	/** One that went, for the next that comes. */
	private @Nullable ReplySegment spare;

	private long segmentBytes;

	ReplyCache(long ttlNanos, long mostBytes, Scatter scatter, LongConsumer onForgotten, IntSupplier origins) {
		this.index = new ReplyIndex(scatter);
		this.ttlNanos = ttlNanos;
		this.mostBytes = mostBytes;
		this.onForgotten = onForgotten;
		this.origins = origins;
	}

	int size() {
		return this.index.size();
	}

	/** Bytes taken, index and origins included. */
	long bytes() {
		long replies = this.index.size();
		return this.segmentBytes + replies * ENTRY_BYTES
				+ Math.min(this.origins.getAsInt(), replies) * Origins.ENTRY_BYTES;
	}

	/**
	 * Remembers a reply.
	 * @return whether it is remembered; not if it is too large
	 */
	boolean put(long origin, long number, long fingerprint, CallFrame call, Frames body, long now) {
		long length = ReplySegment.lengthOf(call, body);
		if (this.ttlNanos == 0 || Math.max(length, SEGMENT_BYTES) + ENTRY_BYTES > this.mostBytes) {
			return false;
		}
		ReplySegment segment = segmentFor((int) length);
		int offset = segment.append(origin, number, fingerprint, call, body, now);
		long before = this.index.put(origin, number, ReplySegments.reference(segment, offset));
		if (before != 0) {
			forgotten(origin, this.segments.segment(before));
		}
		while (bytes() > this.mostBytes && this.oldest != null && this.oldest != segment) {
			drop(this.oldest);
		}
		return true;
	}

	/**
	 * Whether what is remembered answered something else: known without a copy of it,
	 * which may be large, while a request is small.
	 */
	boolean isOfAnother(long origin, long number, LongSupplier fingerprint, long now) {
		int place = this.index.find(origin, number);
		ReplySegment segment = segmentOf(place);
		if (segment == null) {
			return false;
		}
		int offset = ReplySegments.offset(this.index.reference(place));
		return now - segment.writtenNanos(offset) < this.ttlNanos
				&& segment.fingerprint(offset) != fingerprint.getAsLong();
	}

	/** Whether a large reply was sent again just now; if not, it will be. */
	boolean isAskedTooSoon(long origin, long number, long now) {
		int place = this.index.find(origin, number);
		ReplySegment segment = segmentOf(place);
		return segment != null && segment.capacity() > SEGMENT_BYTES && segment.isReadAgain(now, LARGE_AGAIN_NANOS);
	}

	@Nullable RememberedReply find(long origin, long number, long now) {
		int place = this.index.find(origin, number);
		ReplySegment segment = segmentOf(place);
		if (segment == null) {
			return null;
		}
		int offset = ReplySegments.offset(this.index.reference(place));
		if (now - segment.writtenNanos(offset) >= this.ttlNanos) {
			return null;
		}
		Frames frames = segment.frames(offset);
		AddressFrame call = CallFrame.decodeReply(frames.frame(0));
		return (call instanceof CallFrame reply)
				? new RememberedReply(segment.fingerprint(offset), reply, frames.from(1)) : null;
	}

	/** Forgets one reply; nothing happens if it is not here. */
	void forget(long origin, long number) {
		int place = this.index.find(origin, number);
		ReplySegment segment = segmentOf(place);
		if (segment == null) {
			return;
		}
		this.index.remove(place);
		forgotten(origin, segment);
	}

	/** Of a place in the index, or of -1. */
	private @Nullable ReplySegment segmentOf(int place) {
		return (place >= 0) ? this.segments.segment(this.index.reference(place)) : null;
	}

	private void forgotten(long origin, @Nullable ReplySegment segment) {
		this.onForgotten.accept(origin);
		if (segment == null || --segment.live > 0) {
			return;
		}
		if (segment == this.youngest && segment.capacity() == SEGMENT_BYTES) {
			segment.clear();
		}
		else {
			unlink(segment);
		}
	}

	/** Drops what is too old. */
	void expire(long now) {
		while (this.oldest != null && now - this.oldest.newestNanos >= this.ttlNanos) {
			drop(this.oldest);
		}
	}

	boolean isEmpty() {
		return this.oldest == null;
	}

	/** When {@link #expire} has something to do, unless it is empty. */
	long nextExpiryNanos() {
		return (this.oldest != null) ? this.oldest.newestNanos + this.ttlNanos : 0;
	}

	private ReplySegment segmentFor(int length) {
		ReplySegment segment = this.youngest;
		if (segment != null && segment.hasRoom(length)) {
			return segment;
		}
		if (length <= SEGMENT_BYTES && this.spare != null) {
			segment = this.spare;
			this.spare = null;
		}
		else {
			segment = new ReplySegment(Math.max(length, SEGMENT_BYTES));
		}
		this.segments.add(segment);
		segment.previous = this.youngest;
		if (this.youngest != null) {
			this.youngest.next = segment;
		}
		else {
			this.oldest = segment;
		}
		this.youngest = segment;
		this.segmentBytes += segment.capacity();
		return segment;
	}

	private void drop(ReplySegment segment) {
		for (int entry = 0; entry < segment.count(); entry++) {
			long origin = segment.origin(entry);
			int place = this.index.find(origin, segment.number(entry));
			if (place >= 0 && this.index.reference(place) == ReplySegments.reference(segment, segment.offset(entry))) {
				this.index.remove(place);
				this.onForgotten.accept(origin);
			}
		}
		unlink(segment);
	}

	private void unlink(ReplySegment segment) {
		if (segment.previous != null) {
			segment.previous.next = segment.next;
		}
		else {
			this.oldest = segment.next;
		}
		if (segment.next != null) {
			segment.next.previous = segment.previous;
		}
		else {
			this.youngest = segment.previous;
		}
		segment.next = null;
		segment.previous = null;
		this.segments.remove(segment);
		this.segmentBytes -= segment.capacity();
		if (segment.capacity() == SEGMENT_BYTES) {
			segment.clear();
			this.spare = segment;
		}
	}

}
