package io.pirate.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerEvents;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Drop;
import io.pirate.machine.Peer;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.QueueSnapshot;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Malformed;
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

	final Pairing partner;

	/** The latest first. */
	private final Deque<Unsent> unsent = new ArrayDeque<>();

	private boolean leaving;

	QueueProgram(World world, Process process, int index) {
		this.world = world;
		this.process = process;
		boolean one = world.plan.oneSocket();
		this.front = world.network.bind(process, World.frontEnd(index), new End(true, one));
		this.back = one ? this.front : world.network.bind(process, world.backEnd(index), new End(false, true));
		Chance chance = world.chance.fork();
		this.origin = chance.nextLong();
		QueueSettings settings = world.plan.queue().with(world.plan.compactQueues().get(index));
		this.machine = new BrokerMachine(settings, this.origin, chance::nextLong, world.sabotage.queue(this),
				new BrokerEvents() {
				});
		this.partner = Pairing.of(world, process, index, this.machine.gate(), chance);
		this.book = new QueueBook(process, world.ledger, world.plan.queue(), this.machine::isWorker);
	}

	@Override
	public void boot(long now) {
		this.partner.boot(now);
	}

	@Override
	public void tick(long now) {
		this.partner.before(now);
		this.partner.tick(now);
		this.machine.tick(now);
		this.book.settle(now);
	}

	@Override
	public void settle(long now) {
		this.partner.settle(now);
		report(now);
		if (this.leaving && this.machine.isDrained()) {
			this.world.network.close(this.front);
			this.world.network.close(this.back);
			this.partner.close();
			this.process.crash("left");
		}
	}

	@Override
	public long nextDeadline(long now) {
		return now + Math.min(this.machine.nextDeadline(now) - now, this.partner.nextDeadline(now) - now);
	}

	@Override
	public void late(long nanos) {
		this.machine.onLate(nanos);
		this.partner.late(nanos);
	}

	/** Leaves in an orderly way. */
	void drain(long now) {
		this.leaving = true;
		this.partner.leave(now);
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
	public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
		this.world.trace.add(this.process.name, () -> "-> client " + client + " " + envelope.call() + " " + body);
		this.book.answersTo(client, envelope, service, body);
		if (this.world.isRough() && this.front.isFull(client)) {
			this.machine.onDropped(Drop.CLIENT_FULL, 1);
		}
		else {
			send(client, ClientCodec.encodeReply(envelope, service, body, true));
		}
	}

	@Override
	public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		if (this.front.isFull(client)) {
			this.world.tally.count("queue.client-full", 1);
			return false;
		}
		this.world.trace.add(this.process.name,
				() -> "-> client " + client + " part " + envelope.call() + " " + body + (last ? " last" : ""));
		this.book.offers(client, envelope, service, body, last);
		send(client, ClientCodec.encodeReply(envelope, service, body, last));
		return true;
	}

	private void send(Identity client, Frames frames) {
		if (!this.front.send(client, frames)) {
			this.machine.onDropped(Drop.CLIENT_GONE, 1);
			this.unsent.push(new Unsent(client, false, null));
		}
	}

	@Override
	public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
		Frames lease = null;
		if (command instanceof QueueCommand.Request request) {
			lease = handOut(worker, request.addresses(), request.body());
		}
		else if (command instanceof QueueCommand.Compact compact) {
			lease = handOut(worker, Frames.of(compact.call().encode()), compact.body());
		}
		// one request at a time never fills the socket of a worker without a pulse
		boolean full = dialect.hasPulse() && this.world.isRough() && this.back.isFull(worker);
		if (full && lease != null) {
			this.unsent.push(new Unsent(worker, true, lease));
		}
		else if (!full && !this.back.send(worker, WorkerCodec.encode(dialect, command))) {
			this.unsent.push(new Unsent(worker, true, lease));
		}
	}

	private Frames handOut(Identity worker, Frames addresses, Frames body) {
		this.world.trace.add(this.process.name,
				() -> "-> worker " + World.nameOf(worker) + " " + addresses + " " + body);
		this.book.handsOut(worker, addresses, body, this.world.timeline.now());
		this.partner.handsOut(addresses);
		return addresses;
	}

	/** As the node does: what was not sent is told once the event is over. */
	private void report(long now) {
		while (!this.unsent.isEmpty()) {
			List<Unsent> all = List.copyOf(this.unsent);
			this.unsent.clear();
			for (Unsent each : all) {
				if (each.lease() != null) {
					this.book.undelivered(each.peer(), each.lease());
					this.machine.onUndelivered(each.peer(), each.lease(), now);
				}
			}
			for (Unsent each : all) {
				gone(each.peer(), each.toWorker(), !each.toWorker(), now);
			}
		}
	}

	private void gone(Identity peer, boolean asWorker, boolean asClient, long now) {
		this.world.trace.add(this.process.name, () -> "loses " + World.nameOf(peer));
		if (asWorker) {
			this.book.workerGone(peer);
			this.machine.onWorkerGone(peer, now);
		}
		if (asClient) {
			this.book.clientGone(peer);
			this.machine.onClientGone(peer, now);
		}
		this.book.settle(now);
	}

	private void onFrontEnd(Identity peer, Frames frames) {
		long now = this.world.timeline.now();
		ClientRequest request = ClientCodec.decodeRequest(frames);
		if (request instanceof ClientRequest.Ask ask && !isOurs(ask.envelope())) {
			this.world.trace.add(this.process.name,
					() -> "<- client " + peer + " " + ask.envelope().call() + " " + ask.body());
			this.book.asks(peer, ask.envelope(), ask.service(), ask.body(), now);
			this.machine.onRequest(peer, Peer.ANYONE, ask.envelope(), ask.service(), ask.body(), now);
		}
		else if (request instanceof Malformed && WorkerCodec.decodeWorker(frames) instanceof Malformed) {
			this.machine.onDropped(Drop.MALFORMED, 1);
		}
		else {
			this.machine.onMisplaced();
		}
		this.book.settle(now);
	}

	private void onBackEnd(Identity peer, Frames frames) {
		WorkerCommand command = WorkerCodec.decodeWorker(frames);
		boolean greets = command instanceof WorkerCommand.Ready || command instanceof WorkerCommand.Heartbeat;
		boolean asks = !greets && !this.machine.isWorker(peer)
				&& ClientCodec.decodeRequest(frames) instanceof ClientRequest.Ask ask && !isOurs(ask.envelope());
		if (asks) {
			this.machine.onMisplaced();
		}
		else {
			onWorker(peer, command, frames);
		}
	}

	private void onBothEnds(Identity peer, Frames frames) {
		boolean command = frames.size() == 1 && !CompactCodec.isCompact(frames);
		boolean late = ClientCodec.decodeRequest(frames) instanceof ClientRequest.Ask ask && isOurs(ask.envelope());
		if (command || WorkerCodec.isMajordomo(frames) || this.machine.isWorker(peer) || late) {
			onWorker(peer, WorkerCodec.decodeWorker(frames), frames);
		}
		else {
			onFrontEnd(peer, frames);
		}
	}

	private void onWorker(Identity peer, WorkerCommand command, Frames frames) {
		long now = this.world.timeline.now();
		if (!(command instanceof WorkerCommand.Heartbeat)) {
			this.world.trace.add(this.process.name, () -> "<- worker " + World.nameOf(peer) + " " + frames);
		}
		this.book.says(peer, command, now);
		this.machine.onWorkerCommand(peer, Peer.ANYONE, command, now);
		this.book.settle(now);
	}

	private boolean isOurs(Envelope envelope) {
		return envelope.call() != null && envelope.call().origin() == this.origin;
	}

	/** Where clients ask, workers serve, or both. */
	private final class End implements Port.Listener {

		private final boolean clients;

		private final boolean workers;

		End(boolean clients, boolean workers) {
			this.clients = clients;
			this.workers = workers;
		}

		@Override
		public void received(Identity peer, Frames frames) {
			QueueProgram.this.partner.before(QueueProgram.this.world.timeline.now());
			if (!this.workers) {
				onFrontEnd(peer, frames);
			}
			else if (!this.clients) {
				onBackEnd(peer, frames);
			}
			else {
				onBothEnds(peer, frames);
			}
		}

		@Override
		public void ended(Identity peer) {
			gone(peer, this.workers, this.clients, QueueProgram.this.world.timeline.now());
		}

	}

}
