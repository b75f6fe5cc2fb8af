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
	 * A part that waits for its client.
	 *
	 * @param frame its call frame, if the client knows one
	 * @param body the part
	 * @param costs whether it needs credit: an end without a part does not
	 * @param last whether nothing follows
	 */
	record Held(@Nullable CallFrame frame, Frames body, boolean costs, boolean last) {

		long bytes() {
			return 96 + (long) Work.FRAME_BYTES * this.body.size() + this.body.byteCount();
		}

	}

	/** Tries again, or gives up. */
	final Deadline alarm;

	/** The number of the next part. */
	int next;

	/** Parts that were passed on and not granted to the worker again. */
	int ungranted;

	/** When a part was passed on for the last time. */
	long progressNanos;

	/** The latest part of a client that gets only one. */
	@Nullable Frames latest;

	/** The connection it is listed under. */
	@Nullable Identity listed;

	/** Where the caller repeated its call from. */
	@Nullable Identity repeatedFrom;

	Envelope repeatedEnvelope = Envelope.EMPTY;

	private final ArrayDeque<Held> held = new ArrayDeque<>();

	private final boolean limited;

	private long credit;

	private long heldBytes;

	/**
	 * A reply of which nothing has come.
	 * @param call the request's call frame, if it has one
	 * @param onAlarm what to do when the alarm is due
	 * @param now nanoTime
	 */
	PartRelay(@Nullable CallFrame call, LongConsumer onAlarm, long now) {
		this.alarm = new Deadline(onAlarm);
		this.limited = call != null && call.has(Property.CREDIT);
		this.credit = (call != null) ? call.number(Property.CREDIT, 0) : 0;
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

	/** Bytes that wait. */
	long bytes() {
		return this.heldBytes;
	}

}
