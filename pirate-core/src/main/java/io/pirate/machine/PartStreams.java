package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * Replies in parts: passes them on in their order, as far as the client has granted
 * credit and reads, grants it to the worker, and ends what cannot go on. After its first
 * part a request is never given to another worker, so no client sees two executions.
 */
final class PartStreams {

	/** A client that takes nothing is given so many times the life of a request. */
	private static final int PATIENCE = 10;

	private final StreamsByClient streams = new StreamsByClient();

	private final long patienceNanos;

	private final long mostWaitingBytes;

	private final ProducerControl producers;

	private final Deadlines deadlines;

	private final CallMemory memory;

	private final Answers answers;

	private final BrokerCounters counters;

	private final BrokerActions actions;

	PartStreams(QueueSettings settings, ProducerControl producers, Deadlines deadlines, CallMemory memory,
			Answers answers, BrokerCounters counters, BrokerActions actions) {
		this.patienceNanos = PATIENCE * settings.requestTtl().toNanos();
		this.mostWaitingBytes = settings.peers().waitingReplyBytes();
		this.producers = producers;
		this.deadlines = deadlines;
		this.memory = memory;
		this.answers = answers;
		this.counters = counters;
		this.actions = actions;
		memory.whenClosed(this::over);
	}

	/** A worker sent a part, and more will follow. */
	void onPart(Work work, RegisteredWorker worker, CallFrame frame, Frames body, long now) {
		if (work.over) {
			return;
		}
		PartRelay relay = relayOf(work, now);
		if (!relay.isNext(frame)) {
			breakOff(work, ReplyStatus.LOST, "gap", "a part of the reply is missing", now);
			return;
		}
		int number = relay.next++;
		if (takesParts(work)) {
			pass(work, relay, new PartRelay.Held(frameOf(work, frame, number, true), body, true, false), now);
		}
		else {
			keepLatest(work, relay, body, now);
		}
	}

	/**
	 * The last a worker says of a request, perhaps the only thing. Its lease has ended.
	 */
	void onLast(Work work, CallFrame reply, Frames body, long now) {
		PartRelay relay = work.relay;
		if (work.over) {
			return;
		}
		if (relay == null) {
			this.answers.forward(work, reply, body, now);
			return;
		}
		boolean ends = isEnd(reply) || reply.status() != ReplyStatus.OK;
		if (reply.status() == ReplyStatus.OK && !relay.isNext(reply)) {
			breakOff(work, ReplyStatus.LOST, "gap", "a part of the reply is missing", now);
			return;
		}
		Frames latest = relay.latest();
		this.memory.grow(relay.keep(null));
		Frames last = (latest != null && isEnd(reply)) ? latest : body;
		pass(work, relay, new PartRelay.Held(frameOf(work, reply, relay.next, false), last, !ends, true), now);
	}

	/** A client grants credit, or wants no more. */
	void onControl(Work work, CallFrame call, long now) {
		if (call.has(Property.CANCEL)) {
			abandon(work);
			return;
		}
		int parts = call.number(Property.CREDIT, 0);
		this.producers.grant(work, parts);
		PartRelay relay = work.relay;
		if (relay == null) {
			work.granted += parts;
			return;
		}
		relay.credit(parts);
		flush(work, relay, now);
	}

	/**
	 * The caller asks again although parts are on their way to it, by that connection.
	 */
	void onRepeat(PartRelay relay, Identity client, Envelope envelope) {
		this.counters.absorbed++;
		relay.repeatedFrom = client;
		relay.repeatedEnvelope = envelope;
	}

	/** The caller asked again before the first part: the reply goes to where from. */
	void onMoved(Work work, PartRelay relay) {
		this.streams.remove(work, relay);
		this.streams.add(work, relay);
	}

	/** A client's connection ended: its replies cannot go on by another one. */
	void onGone(Identity client, long now) {
		for (Work work : this.streams.take(client)) {
			PartRelay relay = work.relay;
			Identity other = (relay != null) ? relay.repeatedFrom : null;
			if (relay == null || other == null || other.equals(client)) {
				abandon(work);
				continue;
			}
			work.redirect(other, relay.repeatedEnvelope);
			breakOff(work, ReplyStatus.LOST, "stream-broken", "the connection ended amid the reply", now);
		}
	}

	/** Ends a request whose worker died after its first part. */
	void workerLost(Work work, long now) {
		breakOff(work, ReplyStatus.LOST, "stream-broken", "the worker was lost amid the reply", now);
	}

	/** Replies that have begun. */
	int size() {
		return this.streams.size();
	}

	private PartRelay relayOf(Work work, long now) {
		PartRelay relay = work.relay;
		if (relay == null) {
			PartRelay begun = new PartRelay(work.call, work.granted, (due) -> onAlarm(work, due), now);
			work.relay = begun;
			this.streams.add(work, begun);
			return begun;
		}
		return relay;
	}

	private void pass(Work work, PartRelay relay, PartRelay.Held part, long now) {
		if (relay.isEmpty() && relay.mayPass(part) && offer(work, part)) {
			passed(work, relay, part, now);
			return;
		}
		relay.hold(part);
		this.memory.grow(part.bytes());
		if (relay.bytes() > this.mostWaitingBytes || this.memory.isOverfull()) {
			tooSlow(work, now);
		}
		else if (!relay.alarm.isSet()) {
			setAlarm(relay, now);
		}
	}

	/** Only the last one will be passed on; what is kept until then counts, too. */
	private void keepLatest(Work work, PartRelay relay, Frames body, long now) {
		this.memory.grow(relay.keep(body));
		if (this.memory.isOverfull()) {
			this.counters.count(Rejection.BUSY);
			breakOff(work, ReplyStatus.REJECTED, Rejection.BUSY.code(), Rejection.BUSY.reason(), now);
		}
		else {
			grantUnlimited(work, relay);
		}
	}

	private void flush(Work work, PartRelay relay, long now) {
		PartRelay.Held part = relay.first();
		while (part != null && !work.over && relay.mayPass(part) && offer(work, part)) {
			relay.removeFirst();
			this.memory.grow(-part.bytes());
			passed(work, relay, part, now);
			part = relay.first();
		}
		if (!work.over && !relay.isEmpty()) {
			setAlarm(relay, now);
		}
	}

	private boolean offer(Work work, PartRelay.Held part) {
		return this.actions.offer(work.client(), work.envelope(part.frame()), work.service.name, part.body(),
				part.last());
	}

	private void passed(Work work, PartRelay relay, PartRelay.Held part, long now) {
		relay.passed(part, now);
		if (part.last()) {
			over(work);
			this.answers.streamed(work, now);
		}
		else {
			grantUnlimited(work, relay);
		}
	}

	/** A client that says nothing of credit gets what it reads. */
	private void grantUnlimited(Work work, PartRelay relay) {
		if (!relay.isLimited() && ++relay.ungranted == PartWindow.GRANT) {
			relay.ungranted = 0;
			this.producers.grant(work, PartWindow.GRANT);
		}
	}

	private void setAlarm(PartRelay relay, long now) {
		PartRelay.Held first = relay.first();
		boolean full = first != null && relay.mayPass(first);
		this.deadlines.set(relay.alarm, now + (full ? relay.retryNanos(now) : this.patienceNanos));
	}

	private void onAlarm(Work work, long now) {
		PartRelay relay = work.relay;
		if (work.over || relay == null) {
			return;
		}
		flush(work, relay, now);
		if (!work.over && now - relay.progressNanos >= this.patienceNanos) {
			tooSlow(work, now);
		}
	}

	private void tooSlow(Work work, long now) {
		this.counters.count(Rejection.TOO_SLOW);
		breakOff(work, ReplyStatus.REJECTED, Rejection.TOO_SLOW.code(), Rejection.TOO_SLOW.reason(), now);
	}

	/** Ends the reply before its end; its worker shall stop. */
	private void breakOff(Work work, ReplyStatus status, String code, String reason, long now) {
		this.producers.cancel(work);
		over(work);
		this.answers.fail(work, status, code, reason, now);
	}

	/** Nobody wants the reply any more, not even to hear how it ended. */
	private void abandon(Work work) {
		if (work.isWaiting()) {
			work.service.backlog.remove(work);
		}
		this.producers.cancel(work);
		over(work);
		this.memory.close(work);
	}

	/** However it ended, and whether or not that was known. */
	private void over(Work work) {
		PartRelay relay = work.relay;
		boolean known = work.over;
		work.over = true;
		if (relay != null && !known) {
			this.deadlines.clear(relay.alarm);
			this.memory.grow(-relay.bytes());
			this.streams.remove(work, relay);
		}
	}

	private static boolean takesParts(Work work) {
		return work.call != null || work.dialect().hasParts();
	}

	private static boolean isEnd(CallFrame reply) {
		return reply.status() == ReplyStatus.OK && "end".equals(reply.text(Property.CODE));
	}

	/** The part's call frame for the client. */
	private static @Nullable CallFrame frameOf(Work work, CallFrame reply, int number, boolean more) {
		CallFrame call = work.call;
		if (call == null) {
			return null;
		}
		if (!reply.has(Property.QUEUE) && (reply.has(Property.PART) || reply.status() != ReplyStatus.OK)) {
			return reply.toReply(call.origin(), call.number());
		}
		// a foreign worker, which says nothing of its own
		CallFrame.Builder frame = CallFrame.build(call.origin(), call.number()).number(Property.PART, number);
		return (more ? frame.flag(Property.MORE) : frame).flag(Property.QUEUE).end();
	}

}
