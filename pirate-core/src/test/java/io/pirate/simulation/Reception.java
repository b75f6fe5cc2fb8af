package io.pirate.simulation;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A reply's parts as they reach their caller: in order, without gap or repetition, all
 * from one run of a handler, and none missing when it is told that this was all.
 */
final class Reception {

	private final CallRecord call;

	private final Ledger ledger;

	/** Whether the caller's protocol carries every part, not only the last. */
	private final boolean seesParts;

	/** Parts that came. */
	int received;

	/** Parts it has told its client it has dealt with. */
	int taken;

	/** When the last part came. */
	long lastNanos;

	/** When its sender's time was renewed, at the latest. */
	long renewedNanos;

	private @Nullable Execution source;

	private @Nullable Frames latest;

	Reception(CallRecord call, Ledger ledger, boolean seesParts) {
		this.call = call;
		this.ledger = ledger;
		this.seesParts = seesParts;
	}

	/** Whether its sender may have to wait for this caller. */
	boolean isAhead() {
		return this.call.wantsParts() && this.received - this.taken > Plan.WINDOW / 2;
	}

	void part(Reply part, long now) {
		this.ledger.require(this.call.outcome == null, () -> "a part after the end of " + this.call);
		PartTag tag = PartTag.of(part.body());
		Execution from = (tag != null) ? this.ledger.execution(tag.execution()) : null;
		if (tag == null || from == null) {
			this.ledger.require(this.received == 0 && isWhole(part.body()),
					() -> "a wrong part for " + this.call + ": " + part);
		}
		else {
			check(tag, from);
		}
		this.received++;
		this.latest = part.body();
		this.lastNanos = now;
		this.renewedNanos = now;
	}

	/** Its caller says that it has dealt with so many more. */
	void took(int parts, long now) {
		this.taken += parts;
		this.renewedNanos = now;
	}

	private void check(PartTag tag, Execution from) {
		this.ledger.require(from.call == this.call, () -> "a part of " + from.call + " for " + this.call);
		this.ledger.require(this.source == null || this.source == from,
				() -> "parts of two executions for " + this.call + ": " + this.source + ", then " + from);
		this.ledger.require(this.received > 0 == (this.source != null), () -> "mixed parts for " + this.call);
		this.source = from;
		if (isInParts(from)) {
			this.ledger.require(tag.index() == this.received,
					() -> "part " + tag.index() + " of " + this.call + " came where " + this.received + " should be");
		}
		else {
			this.ledger.require(this.received == 0 && from.complete && tag.index() == from.produced - 1,
					() -> "part " + tag.index() + " of " + this.call + " came alone, and is not the last");
		}
	}

	/** It was told that this was all. */
	void requireComplete(Reply reply) {
		Execution from = this.source;
		if (this.call.wantsParts()) {
			this.ledger.require(reply.isEnd(), () -> "an end that is none for " + this.call + ": " + reply);
		}
		else if (this.latest != null) {
			this.ledger.require(reply.body().equals(this.latest), () -> "not the last part of " + this.call);
		}
		else {
			alone(reply.body());
			return;
		}
		if (from != null) {
			this.ledger.require(from.complete && (!isInParts(from) || this.received == from.produced),
					() -> "only " + this.received + " parts of " + from + " for " + this.call);
		}
		else if (this.received == 0) {
			this.ledger.require(this.call.hasEmptyExecution(), () -> "no part at all for " + this.call);
		}
	}

	private void alone(Frames body) {
		PartTag tag = PartTag.of(body);
		Execution from = (tag != null) ? this.ledger.execution(tag.execution()) : null;
		if (tag != null && from != null) {
			this.ledger.require(from.call == this.call && from.complete && tag.index() == from.produced - 1,
					() -> "part " + tag.index() + " of " + from + " as the reply for " + this.call);
		}
		else {
			boolean empty = body.size() == 1 && body.frame(0).length == 0;
			this.ledger.require((empty && this.call.hasEmptyExecution()) || isWhole(body),
					() -> "a wrong reply for " + this.call + ": " + body);
		}
	}

	/** Whether all parts of that run reach this caller. */
	private boolean isInParts(Execution from) {
		return this.seesParts && from.worker.dialect().hasPulse();
	}

	private boolean isWhole(Frames body) {
		return body.equals(this.call.request().body()) || this.call.isForeignFailure(body);
	}

}
