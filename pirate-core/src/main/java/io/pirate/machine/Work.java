package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * A request in a queue, from its arrival to its answer. At any time it is in one
 * {@link WorkList}: a backlog's or a worker's.
 */
final class Work {

	/** What one costs beside its frames, roughly. */
	private static final long OVERHEAD_BYTES = 224;

	/** What a frame takes beside its bytes, so that empty ones cannot fill the heap. */
	static final int FRAME_BYTES = 32;

	private static final long NANOS_PER_MILLI = 1_000_000;

	final Service service;

	/** Who asks. */
	final Peer peer;

	final Frames body;

	final @Nullable CallFrame call;

	final boolean once;

	/** Whether it may only be handed out to a worker that has nothing else. */
	final boolean alone;

	final long bytes;

	final long arrivedNanos;

	/** Read once: headers may stand before it, and it is asked for again and again. */
	private final int graceMillis;

	/** Where the reply goes: a repeat of the call may move it. */
	private Identity client;

	private Envelope address;

	/** When nobody waits for it any more, as far as the caller said. */
	long expiryNanos;

	/** How often it was handed out. */
	int deliveries;

	/** A worker that had it in hand has died. */
	boolean widowed;

	/** When the last one did. */
	long widowedNanos;

	/** When it began to wait, for the last time. */
	long waitingSinceNanos;

	/** The lease's number while in a worker's hands. */
	long lease;

	@Nullable RegisteredWorker holder;

	/** Who had it last and should not get it again if there is a choice. */
	@Nullable RegisteredWorker avoided;

	@Nullable ClientLine line;

	@Nullable WorkList list;

	@Nullable Work next;

	@Nullable Work previous;

	/** Neighbours in {@link Arrivals}. */
	@Nullable Work older;

	@Nullable Work younger;

	/** Credit that came before the first part of its reply. */
	long granted;

	/** Its reply, if that comes in parts. */
	@Nullable PartRelay relay;

	/** Nobody waits for it any more, although a worker may still have it. */
	boolean over;

	/** Chain of {@link OpenCalls}. */
	@Nullable Work nextOpen;

	Work(Service service, Peer peer, Identity client, Envelope envelope, Frames body, long ttlNanos, long now) {
		this.service = service;
		this.peer = peer;
		this.client = client;
		this.address = envelope;
		this.call = envelope.call();
		this.body = body;
		this.once = this.call != null && this.call.has(Property.ONCE);
		this.alone = this.call != null && this.call.has(Property.ALONE);
		this.graceMillis = (this.call != null) ? this.call.number(Property.GRACE, -1) : -1;
		this.bytes = bytesOf(envelope, body);
		this.arrivedNanos = now;
		this.waitingSinceNanos = now;
		this.expiryNanos = expiryNanos(this.call, ttlNanos, now);
	}

	private static long expiryNanos(@Nullable CallFrame call, long ttlNanos, long now) {
		int budgetMillis = (call != null) ? call.number(Property.BUDGET, -1) : -1;
		return now + ((budgetMillis >= 0) ? budgetMillis * NANOS_PER_MILLI : ttlNanos);
	}

	static long bytesOf(Envelope envelope, Frames body) {
		long headers = (envelope.call() != null) ? envelope.call().encodedLength() : 0;
		long frames = (long) FRAME_BYTES * (envelope.foreign().size() + body.size());
		return OVERHEAD_BYTES + envelope.foreign().byteCount() + headers + body.byteCount() + frames;
	}

	boolean isExpired(long now) {
		return now - this.expiryNanos >= 0;
	}

	/** What is left of the caller's patience, at least 1; -1 if nobody says. */
	int budgetMillis(long now) {
		if (this.call == null || !this.call.has(Property.BUDGET)) {
			return -1;
		}
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (this.expiryNanos - now) / NANOS_PER_MILLI));
	}

	/** Whether a part of its reply has come: then no other worker may begin it again. */
	boolean hasBegun() {
		return this.relay != null && this.relay.next > 0;
	}

	/**
	 * When it is sent away if nobody serves it.
	 * @param unservedNanos since when nobody does
	 * @return an instant; never before its caller gave up if the caller does not say
	 */
	long graceEndNanos(long unservedNanos) {
		if (this.graceMillis < 0 || this.deliveries > 0) {
			return this.expiryNanos;
		}
		long since = (unservedNanos - this.arrivedNanos > 0) ? unservedNanos : this.arrivedNanos;
		long end = since + this.graceMillis * NANOS_PER_MILLI;
		return (end - this.expiryNanos < 0) ? end : this.expiryNanos;
	}

	/** Whether it is open, and in nobody's hands. */
	boolean isWaiting() {
		return this.list != null && this.holder == null;
	}

	Identity client() {
		return this.client;
	}

	ClientDialect dialect() {
		return this.address.dialect();
	}

	/** What comes in front of the reply. */
	Envelope envelope(@Nullable CallFrame reply) {
		return this.address.with(reply);
	}

	/** The reply goes there from now on. */
	void redirect(Identity newClient, Envelope newAddress) {
		this.client = newClient;
		this.address = newAddress;
	}

	/** The caller asked again, perhaps by another connection, perhaps with more time. */
	void refresh(Identity newClient, Envelope envelope, long ttlNanos, long now) {
		redirect(newClient, envelope);
		long stated = expiryNanos(envelope.call(), ttlNanos, now);
		this.expiryNanos = (stated - this.expiryNanos > 0) ? stated : this.expiryNanos;
	}

	/** Whether a reply with that status is final, so that a repeat gets it again. */
	static boolean isFinal(ReplyStatus status) {
		return switch (status) {
			case OK, ERROR, LOST, UNKNOWN -> true;
			case REJECTED, EXPIRED, RETURNED -> false;
		};
	}

}
