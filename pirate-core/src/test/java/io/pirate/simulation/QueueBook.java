package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.pirate.machine.QueueSettings;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Malformed;
import io.pirate.wire.Property;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/**
 * What one queue said and was told in one life, written down by somebody who reads all
 * its messages: who registered, who holds which lease, who asked what. Throws at the
 * first message that breaks a promise.
 */
final class QueueBook {

	private static final long MILLI = 1_000_000;

	private static final long SMALL_MEMORY = 100_000;

	private final String queue;

	private final Process owner;

	private final Ledger ledger;

	private final QueueSettings settings;

	/** Whether the queue itself still counts a connection as a registered worker. */
	private final Predicate<Identity> registered;

	private final Map<Identity, BookedHolder> holders = new LinkedHashMap<>();

	private final Map<Long, BookedLease> leases = new HashMap<>();

	private final Map<Long, BookedCall> calls = new HashMap<>();

	private final Map<Identity, Set<Frames>> asked = new HashMap<>();

	private final List<BookedCall> givenUp = new ArrayList<>();

	QueueBook(Process owner, Ledger ledger, QueueSettings settings, Predicate<Identity> registered) {
		this.queue = owner.name;
		this.owner = owner;
		this.ledger = ledger;
		this.settings = settings;
		this.registered = registered;
	}

	/** A client's request is about to be handled. */
	void asks(Identity client, Envelope envelope, Frames body, long now) {
		this.asked.computeIfAbsent(client, (key) -> new HashSet<>()).add(addressOf(envelope));
		CallRecord call = this.ledger.find(body);
		if (call == null) {
			return;
		}
		BookedCall delivery = this.calls.computeIfAbsent(call.number, (key) -> new BookedCall(call));
		delivery.asked++;
		delivery.asker = client;
		CallFrame frame = envelope.call();
		long ttl = this.settings.requestTtl().toNanos();
		long budget = (frame != null) ? frame.number(Property.BUDGET, (int) (ttl / MILLI)) * MILLI : ttl;
		delivery.expiryNanos = (delivery.asked == 1) ? now + budget : latest(delivery.expiryNanos, now + budget);
	}

	/** A worker's command is about to be handled. */
	void says(Identity worker, WorkerCommand command, long now) {
		forgetBuried(now);
		BookedHolder holder = this.holders.get(worker);
		if (holder != null && !(command instanceof Malformed)) {
			holder.heard(now, this.owner);
		}
		if (command instanceof WorkerCommand.Ready ready) {
			if (holder == null) {
				register(worker, ready.dialect(), now);
			}
			else if (holder.dialect != ready.dialect() || ready.dialect() == WorkerDialect.SIMPLE) {
				holder.endAll();
				register(worker, ready.dialect(), now);
			}
		}
		else if (holder != null && command instanceof WorkerCommand.Reply reply && reply.addresses().size() == 1
				&& CallFrame.decodeReply(reply.addresses().frame(0)) instanceof CallFrame frame) {
			answers(holder, frame, now);
		}
	}

	private void register(Identity worker, WorkerDialect dialect, long now) {
		BookedHolder holder = new BookedHolder(worker, dialect, this.settings);
		holder.heard(now, this.owner);
		this.holders.put(worker, holder);
	}

	private void answers(BookedHolder holder, CallFrame frame, long now) {
		BookedLease lease = holder.hands.get(frame.number());
		if (lease == null || lease.origin != frame.origin()) {
			return;
		}
		holder.hands.remove(frame.number());
		lease.holder = null;
		if (frame.status() == ReplyStatus.RETURNED) {
			boolean started = frame.text(Property.CODE) != null;
			lease.delivery.end(started);
			lease.delivery.endedAlone = started && lease.alone;
		}
		else if (frame.status() == ReplyStatus.OK || frame.status() == ReplyStatus.ERROR) {
			lease.delivery.answered = true;
			lease.delivery.answeredNanos = now;
		}
	}

	/** A connection has ended and the queue is about to hear of it. */
	void gone(Identity peer) {
		BookedHolder holder = this.holders.remove(peer);
		if (holder != null) {
			holder.endAll();
		}
	}

	/** The queue hands out a request. */
	void handsOut(Identity worker, Frames addresses, Frames body, long now) {
		forgetBuried(now);
		BookedHolder holder = this.holders.get(worker);
		this.ledger.require(holder != null && this.registered.test(worker),
				() -> this.queue + " hands a request to " + worker + ", who is not registered");
		this.ledger.require(addresses.size() == 1,
				() -> this.queue + " sends " + addresses.size() + " address frames to a worker");
		CallFrame frame = this.ledger.requireCallFrame(this.queue, addresses.frame(0));
		this.ledger.require(!this.leases.containsKey(frame.number()),
				() -> this.queue + " uses the lease " + frame.number() + " twice");
		CallRecord call = this.ledger.find(body);
		if (call == null || holder == null) {
			return;
		}
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
		if (previous != null && previous.holder != null && !call.exclusive) {
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
		this.ledger.require(now - delivery.expiryNanos < 0,
				() -> this.queue + " hands out " + call + " after its budget was used up");
		long stated = frame.number(Property.BUDGET, Integer.MAX_VALUE);
		this.ledger.require(call.exclusive || stated * MILLI <= delivery.expiryNanos - now + MILLI,
				() -> this.queue + " states a budget of " + stated + " ms for " + call + ", more than is left");
		if (holder != null) {
			holder.take(lease);
			this.ledger.require(!holder.isSilentTooLong(now, this.owner),
					() -> this.queue + " gives " + call + " to " + holder + ", silent for too long");
			this.ledger.require(holder.hands.size() <= holder.capacity,
					() -> this.queue + " gives " + holder + " more than its capacity of " + holder.capacity);
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

	/** The queue answers a client. */
	void answersTo(Identity client, Envelope envelope, Frames body) {
		Set<Frames> requests = this.asked.get(client);
		this.ledger.require(requests != null && requests.contains(addressOf(envelope)),
				() -> this.queue + " answers " + client + ", who never asked that");
		CallFrame frame = envelope.call();
		CallRecord call = (frame != null) ? this.ledger.find(frame.origin(), frame.number()) : null;
		if (frame != null && call != null && frame.status() == ReplyStatus.REJECTED) {
			call.rejections++;
		}
		if (frame != null && call != null && frame.status() == ReplyStatus.EXPIRED) {
			call.expirations++;
		}
		boolean poison = (frame != null) ? "poison".equals(frame.text(Property.CODE))
				: body.size() == 1 && body.text(0).startsWith("ERROR poison ");
		BookedCall delivery = (call != null) ? this.calls.get(call.number) : null;
		this.ledger.require(delivery == null || client.equals(delivery.asker),
				() -> this.queue + " answers " + call + " where it was not asked last");
		if (poison && delivery != null) {
			this.givenUp.add(delivery);
		}
	}

	/** An event has been handled to its end. */
	void settle(long now) {
		forgetBuried(now);
		for (BookedCall delivery : this.givenUp) {
			this.ledger.require(delivery.endedAlone || delivery.judged,
					() -> this.queue + " gave up " + delivery.call + ", which did not end a worker while alone in it");
			this.ledger.require(delivery.failures >= this.settings.maxDeliveries(),
					() -> this.queue + " gave up " + delivery.call + " after " + delivery.failures + " failures");
			delivery.judged = true;
		}
		this.givenUp.clear();
	}

	/** Nothing is in hand or unanswered any more. */
	int inHand(long now) {
		forgetBuried(now);
		int sum = 0;
		for (BookedHolder holder : this.holders.values()) {
			sum += holder.hands.size();
		}
		return sum;
	}

	/**
	 * What ends without a word here, ends for silence, and for nothing less than that.
	 */
	private void forgetBuried(long now) {
		this.holders.values().removeIf((holder) -> {
			boolean buried = !this.registered.test(holder.identity);
			if (buried) {
				this.ledger.require(!holder.accepted || holder.isSilent(now, this.owner),
						() -> this.queue + " buried " + holder + ", who was not silent for long enough");
				holder.endAll();
			}
			holder.accepted = true;
			return buried;
		});
	}

	private static Frames addressOf(Envelope envelope) {
		CallFrame call = envelope.call();
		if (call == null) {
			return envelope.foreign();
		}
		byte[][] parts = new byte[envelope.foreign().size() + 1][];
		parts[envelope.foreign().copyTo(parts, 0)] = CallFrame.of(call.origin(), call.number()).encode();
		return Frames.of(parts);
	}

	private static long latest(long one, long other) {
		return (one - other >= 0) ? one : other;
	}

}
