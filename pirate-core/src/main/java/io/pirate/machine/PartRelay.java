package io.pirate.machine;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import org.jspecify.annotations.Nullable;

/** A reply in parts on its way through a queue: what came, and what may go on. */
final class PartRelay {

	/**
	 * A part that waits for its client, with all that is kept for it.
	 *
	 * @param frame its call frame, if the client knows one
	 * @param body the part
	 * @param costs whether it needs credit: an end without a part does not
	 * @param last whether nothing follows
	 */
	record Held(@Nullable CallFrame frame, Frames body, boolean costs, boolean last) {

		long bytes() {
			return OVERHEAD_BYTES + bytesOf(this.body) + ((this.frame != null) ? this.frame.encodedLength() : 0);
		}

	}

	/** What a part costs beside its bytes, roughly. */
	private static final long OVERHEAD_BYTES = 160;

	/** How soon a client without room is tried again. */
	private static final long RETRY_NANOS = 5_000_000;

	/** Nor is it tried more rarely than that. */
	private static final long LONGEST_RETRY_NANOS = 1_000_000_000;

	/** It is tried again after that part of the time it has had no room. */
	private static final int RETRY_PART = 8;

	/** Tries again, or gives up. */
	final Deadline alarm;

	/** The number of the next part. */
	int next;

	/** Parts that were passed on and not granted to the worker again. */
	int ungranted;

	/** When a part was passed on for the last time. */
	long progressNanos;

	/** The connection it is listed under. */
	@Nullable Identity listed;

	/** Where the caller repeated its call from. */
	@Nullable Identity repeatedFrom;

	Envelope repeatedEnvelope = Envelope.EMPTY;

	private final ArrayDeque<Held> held = new ArrayDeque<>();

	/** The latest part of a client that gets only one. */
	private @Nullable Frames latest;

	private long latestBytes;

	/** Whether the client had no room when it was tried for the last time. */
	private boolean stuck;

	/** Since when. */
	private long stuckNanos;

	private final boolean limited;

	private long credit;

	private long heldBytes;

	/**
	 * A reply of which nothing has come.
	 * @param call the request's call frame, if it has one
	 * @param granted credit that came after it
	 * @param onAlarm what to do when the alarm is due
	 * @param now nanoTime
	 */
	PartRelay(@Nullable CallFrame call, long granted, LongConsumer onAlarm, long now) {
		this.alarm = new Deadline(onAlarm);
		this.limited = call != null && call.has(Property.CREDIT);
		this.credit = granted + ((call != null) ? call.number(Property.CREDIT, 0) : 0);
		this.progressNanos = now;
	}

	/** Whether the client says itself how many parts it takes. */
	boolean isLimited() {
		return this.limited;
	}

	void credit(int parts) {
		this.credit += parts;
	}

	/**
	 * Whether that part or end is the one that has to come now; strangers do not count.
	 */
	boolean isNext(CallFrame frame) {
		return frame.has(Property.QUEUE) || !frame.has(Property.PART) || frame.number(Property.PART, -1) == this.next;
	}

	boolean isEmpty() {
		return this.held.isEmpty();
	}

	/** Whether the client takes it now, as far as it has told. */
	boolean mayPass(Held part) {
		return !this.limited || !part.costs || this.credit > 0;
	}

	/** It was passed on. */
	void passed(Held part, long now) {
		this.progressNanos = now;
		this.stuck = false;
		if (this.limited && part.costs) {
			this.credit--;
		}
	}

	@Nullable Held first() {
		return this.held.peekFirst();
	}

	void hold(Held part) {
		this.held.addLast(part);
		this.heldBytes += part.bytes();
	}

	void removeFirst() {
		this.heldBytes -= this.held.removeFirst().bytes();
	}

	@Nullable Frames latest() {
		return this.latest;
	}

	/**
	 * Keeps the latest part, or none, in place of the one before.
	 * @return how many bytes more that takes
	 */
	long keep(@Nullable Frames part) {
		long before = this.latestBytes;
		this.latest = part;
		this.latestBytes = (part != null) ? bytesOf(part) : 0;
		return this.latestBytes - before;
	}

	/** Bytes that wait. */
	long bytes() {
		return this.heldBytes + this.latestBytes;
	}

	/**
	 * How soon a client without room is tried again: the more rarely the longer it has
	 * none, as each try costs as much as a part that is taken.
	 */
	long retryNanos(long now) {
		if (!this.stuck) {
			this.stuck = true;
			this.stuckNanos = now;
		}
		return Math.min(LONGEST_RETRY_NANOS, Math.max(RETRY_NANOS, (now - this.stuckNanos) / RETRY_PART));
	}

	private static long bytesOf(Frames body) {
		return (long) Work.FRAME_BYTES * body.size() + body.byteCount();
	}

}
