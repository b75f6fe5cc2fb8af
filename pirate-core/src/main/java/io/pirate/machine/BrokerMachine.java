package io.pirate.machine;

import java.util.function.LongSupplier;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/**
 * The decisions of a queue: which worker gets which request, when a worker is dead, and
 * what becomes of what it had in hand. A simple or paranoid queue is one with the
 * anonymous service only; whether a worker has a pulse is a matter of its dialect.
 * <p>
 * Used by one thread at a time. After every event its owner asks {@link #nextDeadline}
 * and calls {@link #tick} no later than then.
 */
public final class BrokerMachine {

	/** The code of a request handed back because its handler did not end. */
	static final String HANDLER_TIMEOUT = "handler-timeout";

	private final Deadlines deadlines = new Deadlines();

	private final BrokerCounters counters = new BrokerCounters();

	private final CallMemory memory;

	private final Services services;

	private final Sweeper sweeper;

	private final Dispatcher dispatcher;

	private final FrontEnd front;

	private final BackEnd back;

	private final WorkerCommands commands;

	private final QueueGate gate;

	private final Denials denials;

	/** As below; anybody may serve. */
	public BrokerMachine(QueueSettings settings, long origin, LongSupplier random, BrokerActions actions,
			BrokerEvents events) {
		this(settings, origin, random, actions, events, ServingRights.EVERYBODY);
	}

	/**
	 * A queue without workers.
	 * @param settings its limits and its pulse
	 * @param origin its own origin, by which it knows its leases: any random number
	 * @param random 64 bits of chance at each call; what comes before the first request
	 * is kept secret
	 * @param actions what it can do
	 * @param events who watches it
	 * @param rights who may serve what
	 */
	public BrokerMachine(QueueSettings settings, long origin, LongSupplier random, BrokerActions actions,
			BrokerEvents events, ServingRights rights) {
		this.memory = new CallMemory(settings.replyCache(), settings.replyCacheBytes(), settings.maxWaitingBytes(),
				new Scatter(random), this.deadlines);
		Answers answers = new Answers(actions, this.counters, this.memory);
		Standing standing = new Standing();
		this.denials = new Denials(events);
		this.services = new Services(settings.maxServices(), this::onSweep);
		this.sweeper = new Sweeper(this.deadlines, answers,
				(service) -> this.services.forgetIfIdle(service, this.deadlines));
		PartStreams streams = new PartStreams(settings, new ProducerControl(origin, actions), this.deadlines,
				this.memory, answers, this.counters, actions);
		this.dispatcher = new Dispatcher(settings, origin, random, this.sweeper, answers, streams, standing,
				this.counters, actions, events);
		this.back = new BackEnd(settings, this.deadlines, this.counters, answers, this.services, this.dispatcher,
				streams, standing, this.sweeper, random, actions, events, rights, this.denials);
		this.commands = new WorkerCommands(this.back, this.counters);
		this.front = new FrontEnd(settings, this.deadlines, this.counters, this.memory, answers, this.services,
				this.dispatcher, streams, standing, new MmiResponder(this.services, this.back.workforce()),
				this.denials);
		this.gate = new QueueGate(standing, this.services, this.dispatcher, answers, this.back.workforce());
	}

	/**
	 * A client asks.
	 * @param client its connection
	 * @param peer who is at its other end
	 * @param envelope the address stack
	 * @param service whom it is for
	 * @param body at least one frame
	 * @param now nanoTime
	 */
	public void onRequest(Identity client, Peer peer, Envelope envelope, ServiceName service, Frames body, long now) {
		this.front.onRequest(client, peer, envelope, service, body, now);
	}

	/**
	 * A worker speaks.
	 * @param worker its connection
	 * @param peer who is at its other end
	 * @param command what it says
	 * @param now nanoTime
	 */
	public void onWorkerCommand(Identity worker, Peer peer, WorkerCommand command, long now) {
		this.commands.onCommand(worker, peer, command, now);
	}

	/**
	 * A worker answers in one frame, which is the same in every dialect.
	 * @param worker its connection
	 * @param peer who is at its other end
	 * @param reply the lease's call frame with the answer's properties
	 * @param body one frame
	 * @param now nanoTime
	 */
	public void onCompactReply(Identity worker, Peer peer, CallFrame reply, Frames body, long now) {
		this.back.onCompact(worker, peer, reply, body, now);
	}

	/**
	 * A worker registers, or says again that it serves: then it stays what it is.
	 * @param identity its connection
	 * @param peer who is at its other end
	 * @param dialect its protocol
	 * @param service what it serves
	 * @param now nanoTime
	 */
	public void onReady(Identity identity, Peer peer, WorkerDialect dialect, ServiceName service, long now) {
		this.back.onReady(identity, peer, dialect, service, now);
	}

	/**
	 * Somebody sent what nobody understands. No sign of life; a Majordomo worker has to
	 * begin anew.
	 * @param peer its connection
	 * @param now nanoTime
	 */
	public void onMalformed(Identity peer, long now) {
		this.commands.onMalformed(peer, now);
	}

	/** A worker's command came where only clients are served, or the other way. */
	public void onMisplaced() {
		this.counters.count(Drop.MISPLACED);
	}

	/**
	 * Messages were dropped before they reached this machine, or after.
	 * @param drop why
	 * @param times how many
	 */
	public void onDropped(Drop drop, long times) {
		this.counters.count(drop, times);
	}

	/**
	 * A connection ended. What one of our clients has waiting stays: it may come back by
	 * another connection.
	 * @param peer the connection
	 * @param now nanoTime
	 */
	public void onGone(Identity peer, long now) {
		onWorkerGone(peer, now);
		onClientGone(peer, now);
	}

	/**
	 * A connection ended where only clients are served: they may have a worker's name.
	 * @param client the connection
	 * @param now nanoTime
	 */
	public void onClientGone(Identity client, long now) {
		this.front.onGone(client, now);
	}

	/**
	 * A connection ended where only workers are served.
	 * @param worker the connection
	 * @param now nanoTime
	 */
	public void onWorkerGone(Identity worker, long now) {
		this.back.onGone(worker, now);
	}

	/**
	 * Refuses a request without a look at anything else.
	 * @param client its connection
	 * @param envelope what comes in front of the answer
	 * @param service whom it is for
	 * @param rejection why
	 */
	public void refuse(Identity client, Envelope envelope, ServiceName service, Rejection rejection) {
		this.front.refuse(client, envelope, service, rejection);
	}

	/**
	 * A request could not be sent to its worker, so it is free for another;
	 * {@link #onGone} follows. Several of one worker come in reverse order.
	 * @param worker whom it was for
	 * @param addresses the address stack it should have had
	 * @param now nanoTime
	 */
	public void onUndelivered(Identity worker, Frames addresses, long now) {
		this.back.onUndelivered(worker, addresses, now);
	}

	/**
	 * All connections ended at once, because the owner's sockets did.
	 * @param now nanoTime
	 */
	public void onAllGone(long now) {
		this.back.departures().allGone(now);
	}

	/**
	 * The owner's loop was late; silence of that time counts for nobody.
	 * @param nanos by how much
	 */
	public void onLate(long nanos) {
		this.back.workforce().credit(nanos);
	}

	/**
	 * Begins to leave: new calls are refused, and those that were never handed out; those
	 * in workers' hands are awaited.
	 * @param now nanoTime
	 */
	public void drain(long now) {
		this.front.refuse();
		this.back.departures().drain();
	}

	/** Tells the workers that can be told that this queue is no more. */
	public void dismiss() {
		this.back.workforce().dismiss();
	}

	/**
	 * Whether draining has begun and nothing is left.
	 * @return true if the queue may close without loss
	 */
	public boolean isDrained() {
		return this.back.departures().isDraining() && this.dispatcher.inHand() == 0 && !this.services.isAnyWaiting();
	}

	/**
	 * Does what is due.
	 * @param now nanoTime
	 */
	public void tick(long now) {
		this.deadlines.run(now);
	}

	/**
	 * When {@link #tick} has to be called at the latest.
	 * @param now nanoTime
	 * @return an instant of nanoTime
	 */
	public long nextDeadline(long now) {
		return this.deadlines.next(now);
	}

	/**
	 * What lets this queue serve, or stand by; without a word it serves.
	 * @return its gate
	 */
	public QueueGate gate() {
		return this.gate;
	}

	/**
	 * Whether a connection is a registered worker's.
	 * @param peer any connection
	 * @return true between READY and the worker's end
	 */
	public boolean isWorker(Identity peer) {
		return this.back.workforce().find(peer) != null;
	}

	/**
	 * The state now.
	 * @param now nanoTime
	 * @return an immutable copy
	 */
	public QueueSnapshot snapshot(long now) {
		return new BrokerView(now).queue(this.back, this.services, this.dispatcher, this.memory, this.counters,
				this.denials);
	}

	private void onSweep(Service service, long now) {
		this.sweeper.onDue(service, now);
	}

}
