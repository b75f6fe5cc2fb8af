package io.pirate.machine;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

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

	private static final String ALL_STUCK = "all handlers are stuck";

	private static final String LEAVING = "the worker is shutting down";

	private final WorkerSettings settings;

	private final WorkerActions actions;

	private final WorkerEvents events;

	private final Deadlines alarms = new Deadlines();

	private final QueueLinks links;

	private final Workbench bench;

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
		this.bench = new Workbench(settings, actions, events, this.alarms, this::review);
		this.links = new QueueLinks((number, endpoint) -> new QueueLink(number, endpoint, settings, actions,
				this.alarms, chance, nonces, (link, now) -> lose(link, "silent", now), this::goQuietly), this.bench,
				this.alarms, settings);
		this.links.want(settings.endpoints(), 0);
	}

	/** Opens every link. */
	public void start(long now) {
		this.links.forEach((link) -> link.open(now));
	}

	/** Other queues from now on; others get everything answered, or back, and go. */
	public void onEndpoints(List<String> endpoints, long now) {
		if (isLeaving()) {
			return;
		}
		List<QueueLink> fresh = this.links.want(endpoints, now);
		if (this.phase == Phase.SERVING) {
			fresh.forEach((link) -> link.open(now));
		}
		review(now);
	}

	/** A link's socket has finished its handshake. */
	public void onConnected(int number, long now) {
		QueueLink link = this.links.get(number);
		if (link != null) {
			announce(link, link.connected(now));
		}
	}

	/** The connection of a link's socket has ended. */
	public void onDisconnected(int number, long now) {
		QueueLink link = this.links.get(number);
		if (link != null && link.isOpen()) {
			lose(link, "disconnected", now);
		}
	}

	/** A queue says something. */
	public void onCommand(int number, QueueCommand command, long now) {
		QueueLink link = this.links.get(number);
		if (link == null || !link.isConnected()) {
			return;
		}
		if (command instanceof QueueCommand.Request request && !request.body().isEmpty()) {
			onRequest(link, new Lease(link, request, now), now);
		}
		else if (command instanceof QueueCommand.Compact compact) {
			onRequest(link, new Lease(link, compact, now), now);
		}
		else if (command instanceof QueueCommand.Heartbeat) {
			announce(link, link.heard(now));
		}
		else if (command instanceof QueueCommand.Disconnect) {
			// no reason to come back sooner than after a silence
			lose(link, "disconnected by the queue", now);
		}
		else {
			this.bench.answers().malformed++;
		}
	}

	/**
	 * A handler has given a part of its reply, and may give more.
	 * @param jobId its job
	 * @param part a part
	 * @param now nanoTime
	 */
	public void onPart(long jobId, Reply part, long now) {
		this.bench.part(jobId, part, now);
		review(now);
	}

	/**
	 * A handler has answered, or failed; also a stuck one.
	 * @param jobId its job
	 * @param reply its answer; of one that gives parts {@link Reply#end()}, or its last
	 * part, or a failure
	 * @param now nanoTime
	 */
	public void onHandled(long jobId, Reply reply, long now) {
		this.bench.handled(jobId, reply, now);
		review(now);
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
		this.links.all().stream().filter((link) -> !link.isRegistered()).forEach(QueueLink::leave);
		this.bench.returnWaiting(Lease::isOurs, LEAVING, now);
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
		long reconnects = this.links.all().stream().mapToLong(QueueLink::reconnects).sum();
		Hands hands = this.bench.hands();
		LeaseAnswers answers = this.bench.answers();
		return new WorkerSnapshot(this.settings.name(), this.settings.service(),
				this.links.all().stream().map((link) -> link.view(now)).toList(), hands.running(), hands.waiting(),
				hands.stuck(), this.settings.concurrency(), this.settings.capacity(), answers.handled, answers.expired,
				answers.timedOut, reconnects, answers.malformed, answers.rejected, answers.dropped, answers.fenced,
				isLeaving(), null);
	}

	private boolean isLeaving() {
		return this.phase == Phase.LEAVING || this.phase == Phase.GONE;
	}

	private void announce(QueueLink link, boolean joins) {
		if (joins) {
			this.events.queueJoined(this.settings.service(), link.endpoint());
		}
	}

	private void onRequest(QueueLink link, Lease lease, long now) {
		if (!lease.isMalformed()) {
			announce(link, link.heard(now));
		}
		link.took(lease);
		if (lease.isMalformed()) {
			this.bench.answers().malformed(lease, now);
		}
		else if (lease.isControl()) {
			this.bench.control(lease, now);
		}
		else if ((this.phase == Phase.LEAVING || link.isLeaving()) && lease.isOurs()) {
			this.bench.answers().returned(lease, LEAVING, now);
		}
		else {
			this.bench.take(lease, now);
		}
		review(now);
	}

	/** What follows from what the handlers have done. */
	private void review(long now) {
		boolean stuck = this.bench.hands().isStuck();
		if (stuck && this.phase == Phase.SERVING) {
			standAside(now);
		}
		else if (!stuck && this.phase == Phase.STUCK) {
			this.phase = Phase.SERVING;
			this.links.forEach((link) -> link.open(now));
		}
		settle(now);
	}

	/** All handlers are stuck: others shall have the work until one returns. */
	private void standAside(long now) {
		this.phase = Phase.STUCK;
		this.bench.returnWaiting(Lease::isHeld, ALL_STUCK, now);
		this.links.forEach(QueueLink::farewell);
		this.links.forEach((link) -> part(link, ALL_STUCK, false, now));
	}

	private void lose(QueueLink link, String reason, long now) {
		part(link, reason, !isLeaving() && !link.isDismissed(), now);
		review(now);
	}

	private void part(QueueLink link, String reason, boolean comeBack, long now) {
		boolean joined = link.isRegistered();
		if (comeBack) {
			link.giveUp(now);
		}
		else {
			link.close();
		}
		this.bench.forget(link, now);
		if (joined) {
			this.events.queueLost(this.settings.service(), link.endpoint(), reason);
		}
	}

	/** While leaving: the pulse goes on until the hands are empty, then a quiet end. */
	private void settle(long now) {
		if (this.phase != Phase.LEAVING) {
			this.links.settle(now);
			return;
		}
		if (!this.bench.hands().isEmpty()) {
			this.alarms.clear(this.quiet);
			this.links.forEach((link) -> link.pulse(now));
		}
		else if (this.links.all().stream().noneMatch(QueueLink::isOpen)) {
			finish();
		}
		else if (!this.quiet.isSet()) {
			this.links.forEach(QueueLink::farewell);
			this.alarms.set(this.quiet, now + this.settings.heartbeat().allowanceNanos());
		}
	}

	private void goQuietly(QueueLink link, long now) {
		if (this.links.mayGo(link, now)) {
			part(link, QueueLinks.NOT_WANTED, false, now);
		}
		review(now);
	}

	/** The time to leave is over. */
	private void giveUp(long now) {
		this.bench.returnWaiting(Lease::isHeld, LEAVING, now);
		this.bench.returnRunning(now);
		finish();
	}

	private void finish() {
		this.phase = Phase.GONE;
		this.links.forEach(QueueLink::leave);
		this.alarms.clear(this.quiet);
		this.alarms.clear(this.drainEnd);
		this.actions.drained();
	}

	/** Where a worker is in its life. */
	private enum Phase {

		SERVING, STUCK, LEAVING, GONE

	}

}
