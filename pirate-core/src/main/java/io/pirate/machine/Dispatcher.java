package io.pirate.machine;

import java.util.function.LongSupplier;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * Brings requests to workers, and takes them out of their hands again.
 * <p>
 * A request on its last delivery goes alone to a worker with empty hands that has spoken
 * since the last one died, so that only what ended a worker by itself is ever given up.
 */
final class Dispatcher {

	private final QueueSettings settings;

	private final long origin;

	private final LongSupplier random;

	private final InFlight inFlight = new InFlight();

	private final Recent<GivenUp> deadLetters;

	private final Sweeper sweeper;

	private final Answers answers;

	private final PartStreams streams;

	private final Standing standing;

	private final BrokerCounters counters;

	private final BrokerActions actions;

	private final BrokerEvents events;

	Dispatcher(QueueSettings settings, long origin, LongSupplier random, Sweeper sweeper, Answers answers,
			PartStreams streams, Standing standing, BrokerCounters counters, BrokerActions actions,
			BrokerEvents events) {
		this.settings = settings;
		this.origin = origin;
		this.random = random;
		this.sweeper = sweeper;
		this.answers = answers;
		this.streams = streams;
		this.standing = standing;
		this.counters = counters;
		this.actions = actions;
		this.events = events;
		this.deadLetters = new Recent<>(settings.deadLetters());
	}

	int inHand() {
		return this.inFlight.size();
	}

	Recent<GivenUp> deadLetters() {
		return this.deadLetters;
	}

	/** Whether a new request would be handed out at once, or may wait. */
	boolean hasRoom(Service service) {
		return service.backlog.size() < this.settings.maxWaiting()
				|| (service.backlog.isEmpty() && service.pool.first() != null);
	}

	/** Takes a new request. */
	void accept(Work work, long now) {
		Service service = work.service;
		RegisteredWorker worker = service.pool.first();
		boolean first = service.backlog.isEmpty() && this.standing.isServing();
		if (worker != null && first && !mustBeAlone(work)) {
			give(work, worker, now);
			return;
		}
		if (mustBeAlone(work)) {
			service.backlog.addAlone(work);
		}
		else {
			service.backlog.add(work);
		}
		this.sweeper.arm(service, work);
		dispatch(service, now);
	}

	/** A worker has shown that it lives, so that it can be trusted with more. */
	void heard(RegisteredWorker worker, long now) {
		Work alone = worker.service.backlog.firstAlone();
		if (alone != null && worker.inHand() == 0 && worker.isTrustedWith(alone)) {
			worker.service.pool.update(worker);
			dispatch(worker.service, now);
		}
	}

	/** Hands out what can be handed out. */
	void dispatch(Service service, long now) {
		if (!this.standing.isServing()) {
			return;
		}
		dispatchAlone(service, now);
		Work work = service.backlog.first();
		while (work != null && !this.inFlight.isFull()) {
			RegisteredWorker worker = service.pool.firstBut(work.avoided);
			if (worker == null) {
				return;
			}
			handOut(work, worker, now);
			work = service.backlog.first();
		}
	}

	/** What a reply answers, if its sender holds that lease. */
	@Nullable Work find(RegisteredWorker worker, CallFrame reply) {
		Work work = this.inFlight.find(reply.number());
		return (work != null && work.holder == worker) ? work : null;
	}

	/** The call frame in front of a reply, or {@code null} if it is not ours. */
	@Nullable CallFrame frameOf(Frames addresses) {
		return (addresses.size() == 1 && CallFrame.decodeReply(addresses.frame(0)) instanceof CallFrame frame)
				? ours(frame) : null;
	}

	/** The frame if it is ours. */
	@Nullable CallFrame ours(CallFrame frame) {
		return (frame.origin() == this.origin) ? frame : null;
	}

	/** Ends a lease; the request is nowhere afterwards. */
	void take(Work work) {
		RegisteredWorker worker = work.holder;
		if (worker == null) {
			throw new IllegalStateException("in nobody's hands");
		}
		this.inFlight.close(work);
		worker.leases.remove(work);
		worker.alone = false;
		work.holder = null;
		work.service.inHand--;
	}

	/** Takes everything out of a dead worker's hands, and leaves the order as it was. */
	int takeAll(RegisteredWorker worker, long now) {
		int redelivered = 0;
		for (Work work = worker.leases.last(); work != null; work = worker.leases.last()) {
			take(work);
			work.widowed = true;
			work.widowedNanos = now;
			redelivered += again(work, worker, now) ? 1 : 0;
		}
		return redelivered;
	}

	/**
	 * Decides about a request whose delivery failed: it waits again, in front, or ends.
	 * @return whether it waits again
	 */
	boolean again(Work work, RegisteredWorker worker, long now) {
		if (work.over) {
			return false;
		}
		if (work.hasBegun()) {
			this.streams.workerLost(work, now);
			return false;
		}
		if (work.once) {
			this.answers.fail(work, ReplyStatus.LOST, "worker-lost", "the worker that had the request is gone", now);
			return false;
		}
		if (work.deliveries >= this.settings.maxDeliveries()) {
			giveUp(work, worker, now);
			return false;
		}
		if (this.standing.isStandingBy()) {
			this.answers.reject(work, Rejection.PASSIVE);
			return false;
		}
		this.counters.redelivered++;
		work.avoided = worker;
		waitAgain(work, now);
		return true;
	}

	/** A request that was handed out but not started. */
	void notStarted(Work work, long now) {
		work.deliveries--;
		if (!work.over && this.standing.isStandingBy()) {
			this.answers.reject(work, Rejection.PASSIVE);
		}
		else if (!work.over) {
			waitAgain(work, now);
		}
	}

	/** Removes a waiting request that ends otherwise. */
	void withdraw(Work work) {
		work.service.backlog.remove(work);
	}

	private void dispatchAlone(Service service, long now) {
		Work work = service.backlog.firstAlone();
		while (work != null && !this.inFlight.isFull()) {
			RegisteredWorker worker = emptyHanded(service, work);
			if (worker == null) {
				return;
			}
			handOut(work, worker, now);
			work = service.backlog.firstAlone();
		}
		service.unreserve();
	}

	/** A worker with empty hands; if there is none, one is told to empty them. */
	private @Nullable RegisteredWorker emptyHanded(Service service, Work work) {
		RegisteredWorker reserved = service.reserved;
		if (reserved != null && reserved.inHand() == 0 && reserved.isTrustedWith(work)) {
			service.unreserve();
			return reserved;
		}
		RegisteredWorker worker = search(service, work);
		if (worker == null && reserved == null) {
			service.reserve(service.pool.leastLoaded());
		}
		return worker;
	}

	/** All are asked once, and again only when one of them has come with empty hands. */
	private @Nullable RegisteredWorker search(Service service, Work work) {
		if (service.backlog.wasInVain(work) && !service.pool.isEmptied()) {
			return null;
		}
		RegisteredWorker found = service.pool.firstEmptyHanded(work.avoided, (each) -> each.isTrustedWith(work));
		if (found == null) {
			service.backlog.inVain(work);
		}
		return found;
	}

	private void handOut(Work work, RegisteredWorker worker, long now) {
		work.service.backlog.take(work);
		if (work.isExpired(now)) {
			this.answers.expire(work, now);
		}
		else {
			give(work, worker, now);
		}
	}

	private void give(Work work, RegisteredWorker worker, long now) {
		worker.alone = mustBeAlone(work);
		work.deliveries++;
		work.holder = worker;
		work.avoided = null;
		work.service.inHand++;
		this.inFlight.open(work, this.random.getAsLong());
		worker.leases.addLast(work);
		work.service.pool.used(worker);
		this.events.dispatched(work.service.name, now - work.waitingSinceNanos);
		this.actions.toWorker(worker.identity, worker.dialect,
				worker.request(leaseFrame(work, worker, now), work.body));
	}

	private CallFrame leaseFrame(Work work, RegisteredWorker worker, long now) {
		CallFrame call = work.call;
		if (call == null) {
			call = CallFrame.of(this.origin, work.lease);
		}
		return this.standing.stamp(call.toLease(this.origin, work.lease, work.budgetMillis(now),
				worker.compact ? work.body : Frames.NONE));
	}

	private boolean mustBeAlone(Work work) {
		return work.alone || work.deliveries + 1 >= this.settings.maxDeliveries();
	}

	private void waitAgain(Work work, long now) {
		work.waitingSinceNanos = now;
		if (mustBeAlone(work)) {
			work.service.backlog.addAloneAgain(work);
		}
		else {
			work.service.backlog.addAgain(work);
		}
		this.sweeper.arm(work.service, work);
	}

	private void giveUp(Work work, RegisteredWorker worker, long now) {
		this.deadLetters.add(new GivenUp(work.service.name, work.deliveries, work.body.byteCount(), now, worker.name));
		this.events.deadLettered(work.service.name, work.deliveries);
		this.answers.fail(work, ReplyStatus.ERROR, "poison",
				"given up after " + work.deliveries + " deliveries without an answer", now);
	}

}
