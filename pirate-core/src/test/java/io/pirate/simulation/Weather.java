package io.pirate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.PppCodec;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/** Everything bad that happens in a run, at instants drawn in advance. */
final class Weather {

	private static final int MOST_FAULTS = 12;

	private final World world;

	private final Chance chance;

	private final Plan plan;

	Weather(World world, Chance chance) {
		this.world = world;
		this.chance = chance;
		this.plan = world.plan;
	}

	void begin() {
		switch (this.plan.climate()) {
			case FAIR -> {
			}
			case ROLLING -> roll();
			case ROUGH -> repeat(this.chance.between(1, 3), this::troubleWorker);
			case REDUNDANT -> troubleQueues();
			case STORM ->
				repeat(this.chance.between(1, this.chance.oneIn(3) ? 2 * MOST_FAULTS : MOST_FAULTS), this::anything);
		}
		repeat(this.chance.below(3), () -> onConnection((connection) -> connection.clog(duration() / 2)));
	}

	/** One after the other leaves and comes back, as in a rolling update. */
	private void roll() {
		List<Process> all = new ArrayList<>(this.world.workers);
		all.addAll(this.world.queues);
		long pause = this.plan.stormNanos() / all.size();
		for (int i = 0; i < all.size(); i++) {
			Process process = all.get(i);
			this.world.timeline.after(this.plan.unitNanos() * 2 + pause * i, () -> leave(process));
		}
	}

	private void repeat(long times, Runnable fault) {
		for (int i = 0; i < times; i++) {
			this.world.timeline.after(this.chance.between(0, this.plan.stormNanos() - 1), fault);
		}
	}

	/** One worker at a time, so that somebody is always there. */
	private void troubleWorker() {
		Process worker = this.chance.pick(this.world.workers);
		if (!this.world.workers.stream().allMatch(Process::isRunning)) {
			return;
		}
		switch (this.chance.below(5)) {
			case 0 -> this.world.crash(worker, "killed");
			case 1 -> this.world.losePower(worker);
			case 2 -> freeze(worker);
			case 3 -> leave(worker);
			default -> partition(worker, this.chance.pick(this.world.queues));
		}
	}

	/** One queue after the other, and never a second one before all is well again. */
	private void troubleQueues() {
		long pause = this.plan.stormNanos() / Plan.TROUBLES;
		for (int i = 0; i < Plan.TROUBLES; i++) {
			this.world.timeline.after(
					pause * i + this.chance.between(0, this.plan.unitNanos() * 4) + this.plan.unitNanos(),
					() -> troubleQueue(this.chance.pick(this.world.queues), pause / 2));
		}
	}

	private void troubleQueue(Process queue, long longest) {
		long nanos = this.chance.between(this.plan.unitNanos() / 4, longest);
		switch (this.chance.below(6)) {
			case 0 -> this.world.crash(queue, "killed");
			case 1 -> this.world.losePower(queue);
			case 2 -> {
				this.world.freeze(queue);
				this.world.timeline.after(nanos, queue::thaw);
			}
			case 3 -> leave(queue);
			case 4 -> {
				// its connections live on
				this.world.trace.add(queue.name, () -> "is stuck");
				queue.freeze();
				this.world.timeline.after(nanos, queue::thaw);
			}
			default -> partition(this.chance.pick(this.world.clients), queue, nanos);
		}
	}

	private void anything() {
		Process process = this.chance.pick(this.world.processes());
		switch (this.chance.below(14)) {
			case 0, 1 -> this.world.crash(process, "killed");
			case 2 -> this.world.losePower(process);
			case 3, 4 -> freeze(process);
			case 5 -> leave(process);
			case 6, 7 -> partition(process, this.chance.pick(this.world.queues));
			case 8 -> onConnection(this.world.network::cut);
			case 9 -> onConnection((connection) -> this.world.network.mute(connection, this.chance.oneIn(2)));
			case 10 -> slam();
			case 11 -> repeatMessage();
			case 12 -> meetStranger();
			default -> {
				if (this.world.stars.isPair()) {
					operate();
				}
				else {
					meetStranger();
				}
			}
		}
	}

	/** Somebody wants another queue to serve, or the two cannot hear each other. */
	private void operate() {
		Process queue = this.chance.pick(this.world.queues);
		if (this.chance.oneIn(2)) {
			partition(this.world.queues.get(0), this.world.queues.get(1));
		}
		else if (queue.isRunning() && queue.program() instanceof QueueProgram program) {
			queue.enter(() -> program.partner.takeOver(this.world.timeline.now()), queue.life());
		}
	}

	private void freeze(Process process) {
		this.world.freeze(process);
		this.world.timeline.after(duration(), process::thaw);
	}

	private void partition(Process one, Process other) {
		partition(one, other, duration());
	}

	private void partition(Process one, Process other, long nanos) {
		if (one != other) {
			this.world.trace.add("net", () -> one + " and " + other + " are cut off for " + nanos / 1_000 + "us");
			this.world.network.partition(one, other, nanos);
		}
	}

	private void leave(Process process) {
		if (process.isRunning()) {
			this.world.trace.add(process.name, () -> "is told to leave");
			process.enter(() -> this.world.leave(process), process.life());
		}
	}

	private void onConnection(Consumer<Connection> fault) {
		List<Connection> connections = this.world.network.connections();
		if (!connections.isEmpty()) {
			Connection connection = this.chance.pick(connections);
			this.world.trace.add("net", () -> connection + " is disturbed");
			fault.accept(connection);
		}
	}

	private void slam() {
		this.world.trace.add("net", () -> "accepts and closes");
		this.world.network.slam(true);
		this.world.timeline.after(duration(), () -> this.world.network.slam(false));
	}

	/**
	 * A reply comes once more on the connection it came on; a REQ peer could not tell.
	 */
	private void repeatMessage() {
		Captured captured = this.world.network.anyCaptured();
		if (captured == null) {
			return;
		}
		boolean front = captured.connection().isClients();
		boolean one = CompactCodec.isCompact(captured.frames());
		boolean numbered = one || CallFrame.decodeReply(captured.frames().frame(0)) instanceof CallFrame;
		boolean reply = one || captured.frames().size() > 2;
		if (reply && !captured.connection().isForeigners() && front != captured.upwards() && (numbered || !front)) {
			this.world.trace.add("net", () -> captured.connection() + " repeats " + captured.frames());
			this.world.network.repeat(captured);
		}
	}

	private void meetStranger() {
		List<Frames> messages = new ArrayList<>();
		boolean front = this.chance.oneIn(2);
		if (this.chance.oneIn(3)) {
			messages.add(PppCodec.encode(new WorkerCommand.Ready(
					this.chance.oneIn(2) ? WorkerDialect.SIMPLE : WorkerDialect.PARANOID, ServiceName.ANONYMOUS)));
		}
		long count = this.chance.between(1, 6);
		for (int i = 0; i < count; i++) {
			messages.add(anyMessage());
		}
		int queue = this.chance.below(this.plan.queues());
		this.world.meet(front ? World.frontEnd(queue) : this.world.backEnd(queue), messages);
	}

	/**
	 * Noise, or what somebody else said to or as a worker; never a client's secret
	 * number.
	 */
	private Frames anyMessage() {
		Captured captured = this.world.network.anyCaptured();
		boolean secret = captured != null && captured.connection().isClients();
		if (captured != null && !secret && this.chance.percent(70)) {
			return forged(captured.frames());
		}
		if (this.chance.oneIn(2)) {
			return majordomo();
		}
		byte[][] parts = new byte[(int) this.chance.between(1, 4)][];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = this.chance.bytes(this.chance.below(4) * this.chance.below(12));
		}
		return Frames.of(parts);
	}

	/** A Majordomo command of either side, in its place or out of it. */
	private Frames majordomo() {
		WorkerDialect dialect = this.chance.oneIn(2) ? WorkerDialect.MAJORDOMO_01 : WorkerDialect.MAJORDOMO_02;
		ServiceName service = this.chance.oneIn(6) ? new ServiceName("mmi.service")
				: this.chance.pick(this.plan.services());
		ServiceName name = service.isAnonymous() ? new ServiceName("any") : service;
		Frames body = Frames.ofText("forged");
		Frames address = Frames.of(this.chance.bytes(5));
		return switch (this.chance.below(8)) {
			case 0 -> WorkerCodec.encode(new WorkerCommand.Ready(dialect, name));
			case 1 -> WorkerCodec.encode(new WorkerCommand.Heartbeat(dialect));
			case 2 -> WorkerCodec.encode(new WorkerCommand.Disconnect(dialect));
			case 3 -> WorkerCodec.encode(new WorkerCommand.Reply(dialect, address, body));
			case 4 -> WorkerCodec.encode(new WorkerCommand.Partial(dialect, address, body));
			case 5 -> WorkerCodec.encode(dialect, new QueueCommand.Request(address, body));
			case 6 -> WorkerCodec.encode(dialect, QueueCommand.Disconnect.INSTANCE);
			default -> ClientCodec.encodeRequest(
					Envelope.EMPTY
						.as(this.chance.oneIn(2) ? ClientDialect.MAJORDOMO_01 : ClientDialect.MAJORDOMO_02_BARE),
					name, body);
		};
	}

	/** The same addresses, and a body of its own. */
	private Frames forged(Frames frames) {
		int delimiter = frames.from(1).delimiter() + 1;
		byte[][] parts = new byte[delimiter + 2][];
		frames.slice(0, delimiter + 1).copyTo(parts, 0);
		parts[delimiter + 1] = new byte[] { 'f', 'o', 'r', 'g', 'e', 'd' };
		return Frames.of(parts);
	}

	private long duration() {
		return this.chance.between(this.plan.unitNanos() / 4, this.plan.unitNanos() * 8);
	}

}
