package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;

/**
 * Decides for a worker: registers with every queue it was given, keeps the pulse, starts
 * handlers up to its concurrency, lets surplus requests wait, answers each lease once,
 * hands back what takes too long, and leaves without losing anything.
 * <p>
 * Links share the handlers. Not thread-safe; time and chance are arguments.
 */
public final class WorkerMachine {

	/**
	 * How many times its capacity a worker holds for each queue before it refuses; only a
	 * queue that ignores the capacity gets that far.
	 */
	private static final int SURPLUS = 4;

	private static final String ALL_STUCK = "all handlers are stuck";

	private static final String LEAVING = "the worker is shutting down";

	private final WorkerSettings settings;

	private final WorkerActions actions;

	private final WorkerEvents events;

	private final Deadlines alarms = new Deadlines();

	private final List<QueueLink> links = new ArrayList<>();

	private final Hands hands;

	private final LeaseAnswers answers;

	private final Deadline quiet = new Deadline((now) -> finish());

	private final Deadline drainEnd = new Deadline(this::giveUp);

	private Phase phase = Phase.SERVING;

	/**
	 * A worker that has not started.
	 * @param settings how it works
	 * @param actions what it can do
	 * @param events who watches it
	 * @param chance numbers from 0 to 1, for jitter
	 * @param nonces random numbers, for identities
	 */
	public WorkerMachine(WorkerSettings settings, WorkerActions actions, WorkerEvents events, DoubleSupplier chance,
			LongSupplier nonces) {
		this.settings = settings;
		this.actions = actions;
		this.events = events;
		this.answers = new LeaseAnswers(settings.dialect());
		this.hands = new Hands(settings.concurrency(),
				(long) SURPLUS * settings.capacity() * settings.endpoints().size(), this::onTimeout);
		for (int i = 0; i < settings.endpoints().size(); i++) {
			this.links.add(new QueueLink(i, settings, actions, this.alarms, chance, nonces,
					(link, now) -> lose(link, "silent", now)));
		}
	}

	/** Opens every link. */
	public void start(long now) {
		this.links.forEach((link) -> link.open(now));
	}

	/** A link's socket has finished its handshake. */
	public void onConnected(int number, long now) {
		QueueLink link = this.links.get(number);
		announce(link, link.connected(now));
	}

	/** The connection of a link's socket has ended. */
	public void onDisconnected(int number, long now) {
		QueueLink link = this.links.get(number);
		if (link.isOpen()) {
			lose(link, "disconnected", now);
		}
	}

	/** A queue says something. */
	public void onCommand(int number, QueueCommand command, long now) {
		QueueLink link = this.links.get(number);
		if (!link.isConnected()) {
			return;
		}
		if (command instanceof QueueCommand.Request request && !request.body().isEmpty()) {
			Lease lease = new Lease(link, request, now);
			if (!lease.isMalformed()) {
				announce(link, link.heard(now));
			}
			link.took(lease);
			onLease(lease, now);
		}
		else if (command instanceof QueueCommand.Heartbeat) {
			announce(link, link.heard(now));
		}
		else {
			this.answers.malformed++;
		}
	}

	/** A handler has answered, or failed; also a stuck one. */
	public void onHandled(long jobId, Reply reply, long now) {
		Hands.Slot slot = this.hands.find(jobId);
		Lease lease = (slot != null) ? slot.lease() : null;
		if (slot == null || lease == null) {
			this.answers.dropped++;
			return;
		}
		this.alarms.clear(slot.alarm);
		this.hands.release(slot);
		this.answers.handled(lease, reply, now);
		if (this.phase == Phase.STUCK) {
			this.phase = Phase.SERVING;
			this.links.forEach((link) -> link.open(now));
		}
		startNext(now);
	}

	/**
	 * Leaves: gives back what has not started where the queue knows what that means,
	 * finishes the rest, falls silent, answers what still comes, closes.
	 */
	public void drain(long now) {
		if (isLeaving()) {
			return;
		}
		this.phase = Phase.LEAVING;
		this.alarms.set(this.drainEnd, now + this.settings.drainTimeout().toNanos());
		this.links.stream().filter((link) -> !link.isRegistered()).forEach(QueueLink::close);
		returnWaiting(Lease::isOurs, LEAVING, now);
		settle(now);
	}

	/** The loop was late by so much: queues are not to blame for that silence. */
	public void onLate(long nanos) {
		this.links.forEach((link) -> link.credit(nanos));
	}

	/** Does what is due. */
	public void tick(long now) {
		this.alarms.run(now);
	}

	/** When {@link #tick} is needed next. */
	public long nextDeadline(long now) {
		return this.alarms.next(now);
	}

	public WorkerSnapshot snapshot(long now) {
		long reconnects = this.links.stream().mapToLong(QueueLink::reconnects).sum();
		return new WorkerSnapshot(this.settings.name(), this.settings.service(),
				this.links.stream().map((link) -> link.view(now)).toList(), this.hands.running(), this.hands.waiting(),
				this.hands.stuck(), this.settings.concurrency(), this.settings.capacity(), this.answers.handled,
				this.answers.expired, this.answers.timedOut, reconnects, this.answers.malformed, this.answers.rejected,
				this.answers.dropped, isLeaving());
	}

	private boolean isLeaving() {
		return this.phase == Phase.LEAVING || this.phase == Phase.GONE;
	}

	private void announce(QueueLink link, boolean joins) {
		if (joins) {
			this.events.queueJoined(this.settings.service(), link.endpoint());
		}
	}

	private void onLease(Lease lease, long now) {
		if (lease.isMalformed()) {
			this.answers.malformed(lease, now);
		}
		else if (this.phase == Phase.LEAVING && lease.isOurs()) {
			this.answers.returned(lease, LEAVING, now);
		}
		else if (this.hands.isFull()) {
			this.answers.busy(lease, now);
		}
		else {
			this.hands.await(lease);
			startNext(now);
		}
	}

	private void startNext(long now) {
		for (Lease lease = this.hands.next(); lease != null; lease = this.hands.next()) {
			if (lease.isExpired(now)) {
				this.answers.expired(lease, now);
			}
			else {
				run(lease, now);
			}
		}
		settle(now);
	}

	private void run(Lease lease, long now) {
		Hands.Slot slot = this.hands.occupy(lease);
		this.alarms.set(slot.alarm, now + this.settings.handlerTimeout().toNanos());
		this.actions.start(lease.toJob(slot.id(), this.settings.service(), now));
	}

	private void onTimeout(Hands.Slot slot, Lease lease, long now) {
		this.hands.markStuck(slot);
		this.answers.tooSlow(lease, now);
		this.events.handlerTimedOut(this.settings.service());
		if (this.hands.isStuck() && this.phase == Phase.SERVING) {
			standAside(now);
		}
		settle(now);
	}

	/** All handlers are stuck: others shall have the work until one returns. */
	private void standAside(long now) {
		this.phase = Phase.STUCK;
		returnWaiting(Lease::isHeld, ALL_STUCK, now);
		this.links.forEach((link) -> part(link, ALL_STUCK, false, now));
	}

	private void lose(QueueLink link, String reason, long now) {
		part(link, reason, !isLeaving(), now);
		settle(now);
	}

	private void part(QueueLink link, String reason, boolean comeBack, long now) {
		boolean joined = link.isRegistered();
		this.hands.forget(link);
		if (comeBack) {
			link.giveUp(now);
		}
		else {
			link.close();
		}
		if (joined) {
			this.events.queueLost(this.settings.service(), link.endpoint(), reason);
		}
	}

	/** While leaving: the pulse goes on until the hands are empty, then a silent end. */
	private void settle(long now) {
		if (this.phase != Phase.LEAVING) {
			return;
		}
		if (!this.hands.isEmpty()) {
			this.alarms.clear(this.quiet);
			this.links.forEach((link) -> link.pulse(now));
		}
		else if (this.links.stream().noneMatch(QueueLink::isOpen)) {
			finish();
		}
		else if (!this.quiet.isSet()) {
			this.links.forEach(QueueLink::hush);
			this.alarms.set(this.quiet, now + this.settings.heartbeat().allowanceNanos());
		}
	}

	/** The time to leave is over. */
	private void giveUp(long now) {
		returnWaiting(Lease::isHeld, LEAVING, now);
		for (Lease lease : this.hands.runningLeases()) {
			if (lease.isHeld()) {
				this.answers.tooSlow(lease, now);
			}
		}
		finish();
	}

	private void finish() {
		this.phase = Phase.GONE;
		this.links.forEach(QueueLink::close);
		this.alarms.clear(this.quiet);
		this.alarms.clear(this.drainEnd);
		this.actions.drained();
	}

	private void returnWaiting(Predicate<Lease> which, String reason, long now) {
		this.hands.take(which).forEach((lease) -> this.answers.returned(lease, reason, now));
	}

	/** Where a worker is in its life. */
	private enum Phase {

		SERVING, STUCK, LEAVING, GONE

	}

}
