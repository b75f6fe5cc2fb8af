package io.pirate.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerEvents;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Drop;
import io.pirate.machine.QueueSnapshot;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/** A queue: a broker machine between two ports, as its node runs it. */
final class QueueProgram implements Program, BrokerActions {

	private final World world;

	private final Process process;

	private final Port front;

	private final Port back;

	private final long origin;

	private final BrokerMachine machine;

	private final QueueBook book;

	private final Deque<Identity> unreachable = new ArrayDeque<>();

	private boolean leaving;

	QueueProgram(World world, Process process, int index) {
		this.world = world;
		this.process = process;
		if (world.plan.oneSocket()) {
			this.front = world.network.bind(process, World.frontEnd(index), new BothEnds());
			this.back = this.front;
		}
		else {
			this.front = world.network.bind(process, World.frontEnd(index), new FrontEnd());
			this.back = world.network.bind(process, world.backEnd(index), new BackEnd());
		}
		Chance chance = world.chance.fork();
		this.origin = chance.nextLong();
		this.machine = new BrokerMachine(world.plan.queue(), this.origin, chance::nextLong, world.sabotage.queue(this),
				new BrokerEvents() {
				});
		this.book = new QueueBook(process, world.ledger, world.plan.queue(), this.machine::isWorker);
	}

	@Override
	public void boot(long now) {
		// a queue waits to be asked
	}

	@Override
	public void tick(long now) {
		this.machine.tick(now);
		this.book.settle(now);
	}

	@Override
	public void settle(long now) {
		while (!this.unreachable.isEmpty()) {
			gone(this.unreachable.poll(), now);
		}
		if (this.leaving && this.machine.isDrained()) {
			this.world.network.close(this.front);
			this.world.network.close(this.back);
			this.process.crash("left");
		}
	}

	@Override
	public long nextDeadline(long now) {
		return this.machine.nextDeadline(now);
	}

	@Override
	public void late(long nanos) {
		this.machine.onLate(nanos);
	}

	/** Leaves in an orderly way. */
	void drain(long now) {
		this.leaving = true;
		this.machine.drain(now);
	}

	QueueSnapshot snapshot(long now) {
		return this.machine.snapshot(now);
	}

	int inHand(long now) {
		return this.book.inHand(now);
	}

	BrokerMachine machine() {
		return this.machine;
	}

	@Override
	public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		throw new AssertionError("nobody answers in parts");
	}

	@Override
	public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
		Frames frames = ClientCodec.encodeReply(envelope, service, body, true);
		this.world.trace.add(this.process.name, () -> "-> client " + client + " " + envelope.call() + " " + body);
		this.book.answersTo(client, envelope, body);
		if (!this.front.send(client, frames)) {
			this.machine.onDropped(Drop.CLIENT_GONE, 1);
		}
	}

	@Override
	public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
		if (command instanceof QueueCommand.Request request) {
			this.world.trace.add(this.process.name, () -> "-> worker " + World.nameOf(worker) + " " + request.body());
			this.book.handsOut(worker, request.addresses(), request.body(), this.world.timeline.now());
		}
		if (!this.back.send(worker, WorkerCodec.encode(dialect, command))) {
			this.unreachable.add(worker);
		}
	}

	private void gone(Identity peer, long now) {
		this.world.trace.add(this.process.name, () -> "loses " + World.nameOf(peer));
		this.book.gone(peer);
		this.machine.onGone(peer, now);
		this.book.settle(now);
	}

	private void onClient(Identity peer, Frames frames) {
		long now = this.world.timeline.now();
		PlainMessage message = PlainCodec.decodeRequest(frames);
		if (message instanceof PlainMessage.Exchange exchange && !isOurs(exchange.envelope())) {
			this.world.trace.add(this.process.name,
					() -> "<- client " + peer + " " + exchange.envelope().call() + " " + exchange.body());
			this.book.asks(peer, exchange.envelope(), exchange.body(), now);
			this.machine.onRequest(peer, exchange.envelope(), ServiceName.ANONYMOUS, exchange.body(), now);
			this.book.settle(now);
		}
		else {
			this.machine.onMalformed(peer, now);
		}
	}

	private void onWorker(Identity peer, Frames frames) {
		long now = this.world.timeline.now();
		WorkerCommand command = WorkerCodec.decodeWorker(frames);
		if (!(command instanceof WorkerCommand.Heartbeat)) {
			this.world.trace.add(this.process.name, () -> "<- worker " + World.nameOf(peer) + " " + frames);
		}
		this.book.says(peer, command, now);
		this.machine.onWorkerCommand(peer, command, now);
		this.book.settle(now);
	}

	private boolean isOurs(Envelope envelope) {
		return envelope.call() != null && envelope.call().origin() == this.origin;
	}

	/** Where clients ask. */
	private final class FrontEnd implements Port.Listener {

		@Override
		public void received(Identity peer, Frames frames) {
			onClient(peer, frames);
		}

		@Override
		public void ended(Identity peer) {
			gone(peer, QueueProgram.this.world.timeline.now());
		}

	}

	/** Where workers serve. */
	private final class BackEnd implements Port.Listener {

		@Override
		public void received(Identity peer, Frames frames) {
			onWorker(peer, frames);
		}

		@Override
		public void ended(Identity peer) {
			gone(peer, QueueProgram.this.world.timeline.now());
		}

	}

	/**
	 * Where both do: a worker is known by its registration, before it by a single frame.
	 */
	private final class BothEnds implements Port.Listener {

		@Override
		public void received(Identity peer, Frames frames) {
			boolean lease = PlainCodec.decodeRequest(frames) instanceof PlainMessage.Exchange exchange
					&& isOurs(exchange.envelope());
			if (frames.size() == 1 || lease || QueueProgram.this.machine.isWorker(peer)) {
				onWorker(peer, frames);
			}
			else {
				onClient(peer, frames);
			}
		}

		@Override
		public void ended(Identity peer) {
			gone(peer, QueueProgram.this.world.timeline.now());
		}

	}

}
