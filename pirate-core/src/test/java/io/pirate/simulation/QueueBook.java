package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.pirate.machine.QueueSettings;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * What one queue said and was told in one life, written down by somebody who reads all
 * its messages: who registered, who holds which lease, who asked what. Throws at the
 * first message that breaks a promise.
 */
final class QueueBook {

	private static final long MILLI = 1_000_000;

	private static final long SMALL_MEMORY = 100_000;

	private final String queue;

	private final Ledger ledger;

	private final QueueSettings settings;

	private final Roster roster;

	private final Map<Long, BookedLease> leases = new HashMap<>();

	private final Map<Long, BookedCall> calls = new HashMap<>();

	private final Askers askers = new Askers();

	private final List<BookedCall> givenUp = new ArrayList<>();

	private final PartBook parts;

	QueueBook(Process owner, Ledger ledger, QueueSettings settings, Predicate<Identity> registered) {
		this.queue = owner.name;
		this.ledger = ledger;
		this.settings = settings;
		this.roster = new Roster(owner, ledger, settings, registered);
		this.parts = new PartBook(owner.name, ledger);
	}

	/** A client's request is about to be handled. */
	void asks(Identity client, Envelope envelope, ServiceName service, Frames body, long now) {
		if (envelope.call() != null && envelope.call().isControl()) {
			this.parts.told(find(envelope.call()), service, envelope.call());
			return;
		}
		this.askers.add(client, envelope);
		CallRecord call = this.ledger.find(body);
		if (call == null) {
			return;
		}
		BookedCall delivery = this.calls.computeIfAbsent(call.number, (key) -> new BookedCall(call));
		delivery.asked++;
		if (delivery.streaming) {
			delivery.repeater = client;
		}
		else {
			delivery.asker = client;
		}
		CallFrame frame = envelope.call();
		long ttl = this.settings.requestTtl().toNanos();
		long budget = (frame != null) ? frame.number(Property.BUDGET, (int) (ttl / MILLI)) * MILLI : ttl;
		delivery.expiryNanos = (delivery.asked == 1) ? now + budget : latest(delivery.expiryNanos, now + budget);
	}

	/** A worker's command is about to be handled. */
	void says(Identity worker, WorkerCommand command, long now) {
		BookedHolder holder = this.roster.hears(worker, command, now);
		if (holder != null) {
			answers(holder, command);
		}
	}

	private void answers(BookedHolder holder, WorkerCommand command) {
		if (command instanceof WorkerCommand.Compact compact) {
			answers(holder, compact.call(), compact.call().has(Property.MORE));
		}
		Frames addresses = (command instanceof WorkerCommand.Reply reply) ? reply.addresses()
				: (command instanceof WorkerCommand.Partial partial) ? partial.addresses() : Frames.NONE;
		if (addresses.size() == 1 && CallFrame.decodeReply(addresses.frame(0)) instanceof CallFrame frame) {
			answers(holder, frame, command instanceof WorkerCommand.Partial || frame.has(Property.MORE));
		}
	}

	private void answers(BookedHolder holder, CallFrame frame, boolean more) {
		BookedLease lease = holder.hands.get(frame.number());
		if (lease == null || lease.origin != frame.origin()) {
			return;
		}
		if (more) {
			this.parts.begins(lease);
			return;
		}
		holder.hands.remove(frame.number());
		lease.holder = null;
		if (frame.status() == ReplyStatus.RETURNED) {
			boolean started = "handler-timeout".equals(frame.text(Property.CODE));
			lease.delivery.end(started);
			lease.delivery.endedAlone = started && lease.alone;
		}
	}

	/** A worker's connection has ended and the queue is about to hear of it. */
	void workerGone(Identity peer) {
		this.roster.remove(peer);
	}

	/** What is in workers' hands. */
	int inHand(long now) {
		return this.roster.inHand(now);
	}

	/** A connection has ended and the queue is about to hear of it. */
	void clientGone(Identity peer) {
		this.calls.values().forEach((delivery) -> this.parts.clientGone(delivery, peer));
	}

	/** A request never left, and the queue is about to hear of it. */
	void undelivered(Identity worker, Frames addresses) {
		this.roster.undelivered(worker, this.ledger.requireCallFrame(this.queue, addresses.frame(0)));
	}

	/** The queue hands out a request, or says something about one. */
	void handsOut(Identity worker, Frames addresses, Frames body, long now) {
		this.roster.forgetBuried(now);
		BookedHolder holder = this.roster.find(worker);
		this.ledger.require(holder != null && this.roster.isRegistered(worker),
				() -> this.queue + " hands a request to " + worker + ", who is not registered");
		this.ledger.require(addresses.size() == 1,
				() -> this.queue + " sends " + addresses.size() + " address frames to a worker");
		CallFrame frame = this.ledger.requireCallFrame(this.queue, addresses.frame(0));
		if (frame.isControl()) {
			this.parts.tells(holder, this.leases.get(frame.number()), frame);
			return;
		}
		this.ledger.require(!this.leases.containsKey(frame.number()),
				() -> this.queue + " uses the lease " + frame.number() + " twice");
		CallRecord call = this.ledger.find(body);
		if (call == null || holder == null) {
			return;
		}
		this.ledger.require(holder.service.equals(call.service()),
				() -> this.queue + " hands " + call + " to " + holder + ", who serves " + holder.service);
		BookedCall delivery = this.calls.get(call.number);
		this.ledger.require(delivery != null, () -> this.queue + " hands out " + call + ", which nobody asked for");
		if (delivery != null) {
			open(new BookedLease(frame.origin(), frame.number(), delivery, holder), frame, now);
		}
	}

	private void open(BookedLease lease, CallFrame frame, long now) {
		BookedCall delivery = lease.delivery;
		BookedHolder holder = lease.holder;
		CallRecord call = delivery.call;
		BookedLease previous = delivery.last;
		this.parts.restarts(delivery);
		if (previous != null && previous.holder != null && !previous.over && !call.exclusive) {
			boolean doubted = previous.holder.dialect == WorkerDialect.SIMPLE && delivery.asked > delivery.askedAtLast;
			this.ledger.require(doubted,
					() -> this.queue + " hands out " + call + " although " + previous.holder + " still has it");
			previous.end();
		}
		this.leases.put(lease.number, lease);
		delivery.delivered++;
		delivery.last = lease;
		delivery.askedAtLast = delivery.asked;
		call.deliveries++;
		this.ledger.require(delivery.delivered <= delivery.asked + delivery.ended,
				() -> this.queue + " handed out " + call + " more often than it was asked and given back");
		this.ledger.require(!call.isOnce() || call.exclusive || call.deliveries - call.returned <= 1,
				() -> this.queue + " handed out again what may run once: " + call);
		this.ledger.require(!isRemembered(delivery, now),
				() -> this.queue + " hands out " + call + ", whose answer it should remember");
		delivery.answered = false;
		this.ledger.require(now - delivery.expiryNanos < 0,
				() -> this.queue + " hands out " + call + " after its budget was used up");
		long stated = frame.number(Property.BUDGET, Integer.MAX_VALUE);
		this.ledger.require(call.exclusive || stated * MILLI <= delivery.expiryNanos - now + MILLI,
				() -> this.queue + " states a budget of " + stated + " ms for " + call + ", more than is left");
		if (holder != null) {
			this.roster.takes(holder, lease, now);
		}
	}

	/**
	 * A caller that still waits is answered from memory, unless that is too small or too
	 * old.
	 */
	private boolean isRemembered(BookedCall delivery, long now) {
		return delivery.answered && delivery.call.isAwaited() && !delivery.call.exclusive
				&& this.settings.replyCacheBytes() > SMALL_MEMORY
				&& now - delivery.answeredNanos < this.settings.replyCache().toNanos();
	}

	/** The queue offers a client a part of a reply, and the client has room for it. */
	void offers(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		BookedCall delivery = checkAddress(client, envelope, service, body);
		CallFrame frame = envelope.call();
		if (delivery != null && frame != null) {
			this.parts.passes(delivery, frame, last);
			if (last) {
				answered(delivery, frame);
			}
		}
	}

	/** The queue answers a client. */
	void answersTo(Identity client, Envelope envelope, ServiceName service, Frames body) {
		BookedCall delivery = checkAddress(client, envelope, service, body);
		CallFrame frame = envelope.call();
		if (delivery != null && frame != null) {
			delivery.call.rejections += (frame.status() == ReplyStatus.REJECTED) ? 1 : 0;
			delivery.call.expirations += (frame.status() == ReplyStatus.EXPIRED) ? 1 : 0;
			this.parts.ends(delivery, frame);
			answered(delivery, frame);
		}
		boolean poison = (frame != null) ? "poison".equals(frame.text(Property.CODE))
				: body.size() == 1 && body.text(0).startsWith("ERROR poison ");
		if (poison && delivery != null) {
			this.givenUp.add(delivery);
		}
	}

	private static void answered(BookedCall delivery, CallFrame frame) {
		ReplyStatus status = frame.status();
		boolean last = status == ReplyStatus.OK || status == ReplyStatus.ERROR || status == ReplyStatus.LOST;
		if (last && !delivery.answered) {
			delivery.answered = true;
			delivery.answeredNanos = delivery.call.now();
		}
	}

	/**
	 * Replies go to whoever asked, and to nobody else.
	 * @return the call, if the client said how it calls it
	 */
	private @Nullable BookedCall checkAddress(Identity client, Envelope envelope, ServiceName service, Frames body) {
		this.ledger.require(this.askers.contains(client, envelope),
				() -> this.queue + " answers " + client + ", who never asked that");
		CallFrame frame = envelope.call();
		CallRecord call = (frame != null) ? this.ledger.find(frame.origin(), frame.number()) : this.ledger.about(body);
		this.ledger.require(call == null || call.service().equals(service),
				() -> this.queue + " answers as " + service + ": " + call);
		BookedCall delivery = (call != null && frame != null) ? this.calls.get(call.number) : null;
		this.ledger.require(delivery == null || client.equals(delivery.asker),
				() -> this.queue + " answers " + call + " where it was not asked last");
		return delivery;
	}

	private @Nullable BookedCall find(CallFrame frame) {
		CallRecord call = this.ledger.find(frame.origin(), frame.number());
		return (call != null) ? this.calls.get(call.number) : null;
	}

	/** An event has been handled to its end. */
	void settle(long now) {
		this.roster.forgetBuried(now);
		this.parts.settle();
		for (BookedCall delivery : this.givenUp) {
			this.ledger.require(delivery.endedAlone || delivery.judged,
					() -> this.queue + " gave up " + delivery.call + ", which did not end a worker while alone in it");
			this.ledger.require(delivery.failures >= this.settings.maxDeliveries(),
					() -> this.queue + " gave up " + delivery.call + " after " + delivery.failures + " failures");
			delivery.judged = true;
		}
		this.givenUp.clear();
	}

	private static long latest(long one, long other) {
		return (one - other >= 0) ? one : other;
	}

}
