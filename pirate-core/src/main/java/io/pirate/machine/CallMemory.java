package io.pirate.machine;

import java.time.Duration;
import java.util.function.Consumer;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What a queue knows of calls: the open ones, and the replies of the last while. An
 * origin is known as long as one of its calls is, so strangers cost nothing.
 */
final class CallMemory {

	/** How far behind a client's word what it is done with is looked up at all. */
	private static final long LONGEST_LAG = 65_536;

	/**
	 * Most numbers looked up for one request: more than a client is done with at each on
	 * average, so that it is caught up with, and no more than a request costs.
	 */
	private static final long LONGEST_STEP = 64;

	/** One service alone may take eight ninths of the memory. */
	private static final long SHARE = 8;

	private final long mostBytes;

	private final Origins origins;

	private final OpenCalls open;

	private final ReplyCache replies;

	private final Deadlines deadlines;

	private final Deadline replyExpiry;

	private long openBytes;

	private Consumer<Work> whenClosed = (work) -> {
	};

	/**
	 * An empty memory.
	 * @param replyTtl how long replies are remembered
	 * @param replyBytes how many bytes of replies are remembered at most
	 * @param mostBytes how many bytes of open calls are kept at most
	 * @param scatter of its tables
	 * @param deadlines where its alarm is kept
	 */
	CallMemory(Duration replyTtl, long replyBytes, long mostBytes, Scatter scatter, Deadlines deadlines) {
		this.mostBytes = mostBytes;
		this.origins = new Origins(scatter);
		this.open = new OpenCalls(scatter);
		this.replies = new ReplyCache(replyTtl.toNanos(), replyBytes, scatter, this.origins::release,
				this.origins::size);
		this.deadlines = deadlines;
		this.replyExpiry = new Deadline(this::expireReplies);
	}

	/** Tells of each call that ends although a part of its reply may have come. */
	void whenClosed(Consumer<Work> listener) {
		this.whenClosed = listener;
	}

	/** Bytes of all requests that wait or are in workers' hands. */
	long openBytes() {
		return this.openBytes;
	}

	int rememberedReplies() {
		return this.replies.size();
	}

	/**
	 * Whether a call may have come before. A number above the highest of its origin has
	 * not, which spares nearly every call the look-ups.
	 */
	boolean mayKnow(CallFrame call) {
		int origin = this.origins.find(call.origin());
		return origin >= 0 && call.number() <= this.origins.highest(origin);
	}

	@Nullable Work findOpen(CallFrame call) {
		return this.open.find(call);
	}

	/**
	 * Whether the reply that is remembered answered another request, which is a mistake.
	 */
	boolean isOfAnother(CallFrame call, ServiceName service, Frames body, long now) {
		return this.replies.isOfAnother(call.origin(), call.number(), () -> Fingerprint.of(service, body), now);
	}

	@Nullable RememberedReply findReply(CallFrame call, long now) {
		return this.replies.find(call.origin(), call.number(), now);
	}

	/**
	 * Whether a call may be that peer's: nobody else has used its origin as far as is
	 * known.
	 */
	boolean isOwn(CallFrame call, Peer peer) {
		int origin = this.origins.find(call.origin());
		return origin < 0 || this.origins.isOf(origin, peer);
	}

	/** Something more, or less, is kept for open calls. */
	void grow(long bytes) {
		this.openBytes += bytes;
	}

	/** Whether more is kept than may be. */
	boolean isOverfull() {
		return this.openBytes > this.mostBytes;
	}

	/**
	 * Whether there is room for another request. What one service has open may be so many
	 * times what is left free afterwards: a flood for one leaves room for the others.
	 */
	boolean hasRoom(Service service, long bytes) {
		long free = this.mostBytes - this.openBytes - bytes;
		return free >= 0 && service.openBytes + bytes <= SHARE * free;
	}

	void open(Work work) {
		this.openBytes += work.bytes;
		work.service.openBytes += work.bytes;
		CallFrame call = work.call;
		if (call == null) {
			return;
		}
		int origin = this.origins.find(call.origin());
		if (origin < 0) {
			origin = this.origins.add(call.origin(), work.peer, call.number(), Math.min(call.done(), call.number()));
		}
		else {
			this.origins.retain(origin);
			this.origins.reach(origin, call.number());
		}
		this.open.add(work, call);
		forgetDone(origin, call);
	}

	void close(Work work) {
		if (work.relay != null) {
			this.whenClosed.accept(work);
		}
		this.openBytes -= work.bytes;
		work.service.openBytes -= work.bytes;
		if (work.call != null) {
			this.open.remove(work, work.call);
			this.origins.release(work.call.origin());
		}
	}

	/** Remembers the reply of an open call, unless its client is done with it. */
	void remember(Work work, CallFrame reply, Frames body, long now) {
		int origin = this.origins.find(reply.origin());
		if (origin < 0 || reply.number() < this.origins.done(origin)) {
			return;
		}
		long fingerprint = Fingerprint.of(work.service.name, work.body);
		// first, as others may have to go for it, and places change
		this.origins.retain(origin);
		if (!this.replies.put(reply.origin(), reply.number(), fingerprint, reply, body, now)) {
			this.origins.release(reply.origin());
			return;
		}
		if (!this.replyExpiry.isSet()) {
			this.deadlines.set(this.replyExpiry, this.replies.nextExpiryNanos());
		}
	}

	private void expireReplies(long now) {
		this.replies.expire(now);
		if (!this.replies.isEmpty()) {
			this.deadlines.set(this.replyExpiry, this.replies.nextExpiryNanos());
		}
	}

	private void forgetDone(int origin, CallFrame call) {
		long before = this.origins.done(origin);
		long done = Math.min(call.done(), this.origins.highest(origin));
		if (done <= before) {
			return;
		}
		long from = Math.max(before, done - LONGEST_LAG);
		long until = Math.min(done, from + LONGEST_STEP);
		this.origins.done(origin, until);
		for (long number = from; number < until; number++) {
			this.replies.forget(call.origin(), number);
		}
	}

}
