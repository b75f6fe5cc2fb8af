package io.pirate.machine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * What a queue knows of calls: the open ones, and the replies of the last while. An
 * origin is known as long as one of its calls is, so strangers cost nothing.
 */
final class CallMemory {

	/** How far behind a client's word what it is done with is looked up at all. */
	private static final long LONGEST_LAG = 65_536;

	/** Most numbers looked up for one request. */
	private static final long LONGEST_STEP = 1_024;

	/** One service alone may take eight ninths of the memory. */
	private static final long SHARE = 8;

	private final long mostBytes;

	private final Map<Long, Origin> origins = new HashMap<>();

	/** Requests of one client mostly come together. */
	private @Nullable Origin latest;

	private final OpenCalls open = new OpenCalls();

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
	 * @param deadlines where its alarm is kept
	 */
	CallMemory(Duration replyTtl, long replyBytes, long mostBytes, Deadlines deadlines) {
		this.mostBytes = mostBytes;
		this.replies = new ReplyCache(replyTtl.toNanos(), replyBytes, this::release);
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
		Origin origin = origin(call.origin());
		return origin != null && call.number() <= origin.highest;
	}

	@Nullable Work findOpen(CallFrame call) {
		return this.open.find(call);
	}

	@Nullable RememberedReply findReply(CallFrame call, long now) {
		return this.replies.find(call.origin(), call.number(), now);
	}

	/**
	 * Whether a call may be that peer's: nobody else has used its origin as far as is
	 * known.
	 */
	boolean isOwn(CallFrame call, Peer peer) {
		Origin origin = origin(call.origin());
		return origin == null || origin.peer.isSame(peer);
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
		Origin origin = origin(call.origin());
		if (origin == null) {
			origin = new Origin(call, work.peer);
			this.origins.put(origin.key, origin);
		}
		origin.calls++;
		origin.highest = Math.max(origin.highest, call.number());
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
			release(work.call.origin());
		}
	}

	/** Remembers the reply of an open call, unless its client is done with it. */
	void remember(Work work, CallFrame reply, Frames body, long now) {
		Origin origin = origin(reply.origin());
		if (origin == null || reply.number() < origin.done) {
			return;
		}
		long fingerprint = Fingerprint.of(work.service.name, work.body);
		if (!this.replies.put(reply.origin(), reply.number(), fingerprint, reply, body, now)) {
			return;
		}
		origin.calls++;
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

	private void forgetDone(Origin origin, CallFrame call) {
		long done = Math.min(call.done(), origin.highest);
		if (done <= origin.done) {
			return;
		}
		long from = Math.max(origin.done, done - LONGEST_LAG);
		origin.done = Math.min(done, from + LONGEST_STEP);
		for (long number = from; number < origin.done; number++) {
			this.replies.forget(call.origin(), number);
		}
	}

	private void release(long key) {
		Origin origin = origin(key);
		if (origin != null && --origin.calls == 0) {
			this.origins.remove(key);
			this.latest = null;
		}
	}

	private @Nullable Origin origin(long key) {
		Origin known = this.latest;
		if (known == null || known.key != key) {
			known = this.origins.get(key);
			this.latest = known;
		}
		return known;
	}

	/** Who counts calls. */
	private static final class Origin {

		final long key;

		final Peer peer;

		long highest;

		/** Below that the client has all its replies. */
		long done;

		/** Open calls and remembered replies. */
		int calls;

		Origin(CallFrame call, Peer peer) {
			this.peer = peer;
			this.key = call.origin();
			this.highest = call.number();
			this.done = Math.min(call.done(), this.highest);
		}

	}

}
