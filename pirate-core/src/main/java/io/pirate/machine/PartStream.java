package io.pirate.machine;

import java.util.ArrayDeque;
import java.util.function.ObjLongConsumer;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerCommand;
import org.jspecify.annotations.Nullable;

/**
 * One reply in parts, from its handler to its queue: what the queue has granted, what the
 * handler was asked for, and what has not left yet.
 * <p>
 * The handler is never asked for more than may be sent, nor for more than a window that
 * has not left. The latest part waits a moment, so that the last can be told from the
 * others.
 */
final class PartStream {

	/** How long the latest part waits for what comes after it. */
	static final long HOLD_NANOS = 50_000_000;

	/** Its handler is asked again when so much or less is on its way through here. */
	private static final int REFILL = PartWindow.PARTS / 2;

	/** When to try again to send something. */
	final Deadline again;

	private final Hands.Slot slot;

	private final Lease lease;

	private final boolean lastOnly;

	private final ArrayDeque<Reply> waiting = new ArrayDeque<>();

	private long credit;

	private long asked;

	private int left;

	private long latestNanos;

	private @Nullable Reply end;

	private boolean watchedProducing;

	/**
	 * A stream whose handler was started and asked for nothing.
	 * @param slot its handler's
	 * @param lease what it answers
	 * @param lastOnly whether its queue can take no part but the last
	 * @param whenAgain told at {@link #again}
	 */
	PartStream(Hands.Slot slot, Lease lease, boolean lastOnly, ObjLongConsumer<PartStream> whenAgain) {
		this.slot = slot;
		this.lease = lease;
		this.lastOnly = lastOnly;
		this.credit = lastOnly ? Lease.UNLIMITED : lease.credit();
		this.again = new Deadline((now) -> whenAgain.accept(this, now));
	}

	Hands.Slot slot() {
		return this.slot;
	}

	Lease lease() {
		return this.lease;
	}

	boolean isLastOnly() {
		return this.lastOnly;
	}

	/** Whether its handler has returned. */
	boolean isEnded() {
		return this.end != null;
	}

	/** Whether a part has left. */
	boolean isBegun() {
		return this.left > 0;
	}

	/** Whether its handler could produce a part, and nobody else is to blame. */
	boolean isProducing() {
		return this.asked > 0 && !isEnded();
	}

	/**
	 * Whether the answer to {@link #isProducing} has changed since the last question.
	 */
	boolean hasTurned() {
		boolean before = this.watchedProducing;
		this.watchedProducing = isProducing();
		return before != this.watchedProducing;
	}

	void grant(int parts) {
		this.credit += parts;
	}

	/** How many more parts its handler shall produce; they count as asked for then. */
	long ask() {
		long onTheWay = this.asked + this.waiting.size();
		if (isEnded() || onTheWay > REFILL) {
			return 0;
		}
		long more = Math.min(this.credit, PartWindow.PARTS - onTheWay);
		this.credit -= more;
		this.asked += more;
		return more;
	}

	void arrived(Reply part, long now) {
		this.asked = Math.max(0, this.asked - 1);
		this.latestNanos = now;
		add(part);
	}

	/**
	 * Its handler has returned.
	 * @param reply the end, a failure, or a last part
	 */
	void ended(Reply reply) {
		boolean isOk = reply.status() == ReplyStatus.OK;
		boolean isPart = isOk && !reply.isEnd();
		if (isPart) {
			add(reply);
		}
		this.end = isPart ? Reply.end() : reply;
		if (this.lastOnly && !isOk) {
			this.waiting.clear();
		}
	}

	/** What has not left never will. */
	void drop() {
		this.waiting.clear();
	}

	/** Whether something shall leave now. */
	boolean isReady(long now) {
		if (isEnded()) {
			return true;
		}
		return !this.lastOnly && (this.waiting.size() > 1 || (!this.waiting.isEmpty() && holdEndNanos() - now <= 0));
	}

	/** Whether a part waits only for what comes after it. */
	boolean isHolding() {
		return !this.lastOnly && !this.waiting.isEmpty() && !isEnded();
	}

	long holdEndNanos() {
		return this.latestNanos + HOLD_NANOS;
	}

	/**
	 * What leaves next, once {@link #isReady}.
	 * @throws IllegalArgumentException if its headers cannot travel
	 */
	WorkerCommand next(LeaseAnswers answers) {
		Reply part = this.waiting.peek();
		if (part != null) {
			return this.lastOnly ? answers.whole(this.lease, part)
					: answers.part(this.lease, part, this.left, !isLast());
		}
		Reply last = (this.end != null) ? this.end : Reply.end();
		return last.isEnd() ? answers.part(this.lease, last, this.left, false) : answers.whole(this.lease, last);
	}

	/**
	 * It has left.
	 * @return whether that was the last
	 */
	boolean sent() {
		boolean last = isLast();
		if (this.waiting.poll() != null) {
			this.left++;
		}
		return last;
	}

	private boolean isLast() {
		return this.waiting.isEmpty() || (this.waiting.size() == 1 && this.end != null && this.end.isEnd());
	}

	private void add(Reply part) {
		if (this.lastOnly) {
			this.waiting.clear();
		}
		this.waiting.add(part);
	}

}
