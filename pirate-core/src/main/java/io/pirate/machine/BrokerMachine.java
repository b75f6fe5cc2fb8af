package io.pirate.machine;

import java.util.function.LongSupplier;

import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Malformed;
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

	private final Dispatcher dispatcher;

	private final FrontEnd front;

	private final BackEnd back;

	/**
	 * A queue without workers.
	 * @param settings its limits and its pulse
	 * @param origin its own origin, by which it knows its leases: any random number
	 * @param random 64 bits of chance at each call
	 * @param actions what it can do
	 * @param events who watches it
	 */
	public BrokerMachine(QueueSettings settings, long origin, LongSupplier random, BrokerActions actions,
			BrokerEvents events) {
		this.memory = new CallMemory(settings.replyCache(), settings.replyCacheBytes(), this.deadlines);
		Answers answers = new Answers(actions, this.counters, this.memory);
		this.services = new Services(settings.maxServices(), this::onSweep);
		this.dispatcher = new Dispatcher(settings, origin, random, this.deadlines, answers, this.counters, actions,
				events);
		this.front = new FrontEnd(settings, this.deadlines, this.counters, this.memory, answers, this.services,
				this.dispatcher);
		this.back = new BackEnd(settings, this.deadlines, this.counters, answers, this.services, this.dispatcher,
				random, actions, events);
	}

	/**
	 * A client asks.
	 * @param client its connection
	 * @param envelope the address stack
	 * @param service whom it is for
	 * @param body at least one frame
	 * @param now nanoTime
	 */
	public void onRequest(Identity client, Envelope envelope, ServiceName service, Frames body, long now) {
		this.front.onRequest(client, envelope, service, body, now);
	}

	/**
	 * A worker speaks.
	 * @param worker its connection
	 * @param command what it says
	 * @param now nanoTime
	 */
	public void onWorkerCommand(Identity worker, WorkerCommand command, long now) {
		if (command instanceof WorkerCommand.Reply reply) {
			onReply(worker, reply.addresses(), reply.body(), now);
		}
		else if (command instanceof WorkerCommand.Heartbeat) {
			onHeartbeat(worker, now);
		}
		else if (command instanceof WorkerCommand.Ready ready) {
			onReady(worker, ready.dialect(), ready.service(), now);
		}
		else if (command instanceof Malformed) {
			onMalformed(worker, now);
		}
	}

	/**
	 * A worker registers, or says again that it serves: then it stays what it is.
	 * @param identity its connection
	 * @param dialect its protocol
	 * @param service what it serves
	 * @param now nanoTime
	 */
	public void onReady(Identity identity, WorkerDialect dialect, ServiceName service, long now) {
		this.back.onReady(identity, dialect, service, now);
	}

	/**
	 * A worker lives. That makes nobody idle, and registers nobody.
	 * @param identity its connection
	 * @param now nanoTime
	 */
	public void onHeartbeat(Identity identity, long now) {
		this.back.onHeartbeat(identity, now);
	}

	/**
	 * A worker answers. Only the holder of a lease may.
	 * @param identity its connection
	 * @param addresses the address stack, of us exactly one frame
	 * @param body at least one frame
	 * @param now nanoTime
	 */
	public void onReply(Identity identity, Frames addresses, Frames body, long now) {
		this.back.onReply(identity, addresses, body, now);
	}

	/**
	 * Somebody sent what nobody understands. No sign of life.
	 * @param peer its connection
	 * @param now nanoTime
	 */
	public void onMalformed(Identity peer, long now) {
		this.counters.count(Drop.MALFORMED);
	}

	/**
	 * A worker's command came where only clients are served, or a request where only
	 * workers are.
	 */
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
		this.back.onGone(peer, now);
		this.front.onGone(peer);
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
		this.back.onAllGone(now);
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
		this.back.drain();
	}

	/**
	 * Whether draining has begun and nothing is left.
	 * @return true if the queue may close without loss
	 */
	public boolean isDrained() {
		if (!this.back.isDraining() || this.dispatcher.inHand() > 0) {
			return false;
		}
		for (Service service : this.services.all()) {
			if (!service.backlog.isEmpty()) {
				return false;
			}
		}
		return true;
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
		BrokerView view = new BrokerView(now);
		return new QueueSnapshot(view.workers(this.back.workforce().all()), view.expired(this.back.obituaries()),
				view.services(this.services.all()), view.deadLetters(this.dispatcher.deadLetters()),
				this.memory.openBytes(), this.memory.rememberedReplies(), this.counters.received, this.counters.replied,
				this.counters.redelivered, this.counters.absorbed, this.counters.rejected(), this.counters.dropped(),
				this.counters.expired, this.back.isDraining());
	}

	private void onSweep(Service service, long now) {
		this.dispatcher.sweep(service, now);
		this.services.forgetIfIdle(service, this.deadlines);
	}

}
