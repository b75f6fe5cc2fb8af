package io.pirate.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pirate.machine.Job;
import io.pirate.machine.WorkerActions;
import io.pirate.machine.WorkerEvents;
import io.pirate.machine.WorkerMachine;
import io.pirate.machine.WorkerSettings;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import org.jspecify.annotations.Nullable;

/** A worker: a worker machine with a socket for each queue, and its handlers. */
final class WorkerProgram implements Program, WorkerActions {

	private static final long MILLI = 1_000_000;

	private static final int FOREIGN_IDENTITY = 9;

	private final World world;

	private final Process process;

	private final Plan.WorkerPlan plan;

	private final Plug[] links;

	private final WorkerMachine machine;

	private final Chance chance;

	/** What came and was not answered yet, in the order it came. */
	private final List<Held> held = new ArrayList<>();

	private int running;

	WorkerProgram(World world, Process process, Plan.WorkerPlan plan) {
		this.world = world;
		this.process = process;
		this.plan = plan;
		this.links = new Plug[world.plan.queues()];
		this.chance = world.chance.fork();
		this.machine = new WorkerMachine(settings(), world.sabotage.worker(this), new WorkerEvents() {
		}, this.chance::fraction, this.chance::nextLong);
	}

	private WorkerSettings settings() {
		List<String> endpoints = new ArrayList<>();
		for (int i = 0; i < this.links.length; i++) {
			endpoints.add(this.world.backEnd(i));
		}
		Plan all = this.world.plan;
		return new WorkerSettings(this.process.name, ServiceName.ANONYMOUS, this.plan.dialect(), endpoints,
				all.heartbeat(), all.units(1), all.units(Plan.LONGEST_BACKOFF), this.plan.concurrency(),
				this.plan.capacity(), Duration.ofNanos(all.handlerTimeoutNanos()), all.units(12))
			.with(false);
	}

	@Override
	public void boot(long now) {
		this.machine.start(now);
	}

	@Override
	public void tick(long now) {
		this.machine.tick(now);
	}

	@Override
	public void settle(long now) {
		// links report by themselves
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
		this.machine.drain(now);
	}

	WorkerSnapshot snapshot(long now) {
		return this.machine.snapshot(now);
	}

	WorkerMachine machine() {
		return this.machine;
	}

	@Override
	public void open(int link, Identity identity) {
		this.world.trace.add(this.process.name, () -> "opens link " + link);
		Plug old = this.links[link];
		this.world.ledger.require(old == null || old.closed,
				() -> this.process.name + " opens link " + link + " twice");
		Identity stated = this.plan.foreign() ? Identity.of(this.chance.bytes(FOREIGN_IDENTITY)) : identity;
		Plug plug = new Plug(this.process, this.world.backEnd(link), stated, false, new Link(link));
		this.links[link] = plug;
		this.world.network.connect(plug);
	}

	@Override
	public void close(int link) {
		this.world.trace.add(this.process.name, () -> "closes link " + link);
		this.world.network.close(this.links[link], true);
		this.held.removeIf((each) -> each.plug == this.links[link]);
	}

	@Override
	public void send(int link, WorkerCommand command) {
		if (!(command instanceof WorkerCommand.Heartbeat)) {
			this.world.trace.add(this.process.name, () -> "-> queue " + link + " " + WorkerCodec.encode(command));
		}
		if (command instanceof WorkerCommand.Reply reply) {
			answered(link, reply);
		}
		boolean sent = this.links[link].send(WorkerCodec.encode(command));
		this.world.ledger.require(sent, () -> this.process.name + " sends on a link that is not connected");
	}

	@Override
	public boolean offer(int link, WorkerCommand command) {
		send(link, command);
		return true;
	}

	@Override
	public void want(long jobId, long parts) {
		// these handlers give one reply
	}

	@Override
	public void cancel(long jobId) {
		// these handlers give one reply
	}

	@Override
	public void start(Job job) {
		long now = this.world.timeline.now();
		this.running++;
		this.world.ledger.require(this.running <= this.plan.concurrency(),
				() -> this.process.name + " runs " + this.running + " handlers");
		CallRecord call = this.world.ledger.find(job.request().body());
		if (call == null) {
			finishLater(job, null, 0);
			return;
		}
		this.world.trace.add(this.process.name, () -> "runs " + call);
		begin(call, now);
		this.world.ledger.runs(call);
		finishLater(job, call, duration(call));
	}

	private long duration(CallRecord call) {
		long slowest = (call.nature == Tag.Nature.STUCK && !this.world.isCalm())
				? this.world.plan.handlerTimeoutNanos() * 4 : this.world.plan.slowestNanos();
		return this.chance.oneIn(3) ? this.chance.between(0, slowest) : this.chance.between(0, slowest / 8);
	}

	private void finishLater(Job job, @Nullable CallRecord call, long nanos) {
		int life = this.process.life();
		Runnable end = () -> this.process.enter(() -> finish(job, call), life);
		this.world.timeline.after(nanos, end);
	}

	private void finish(Job job, @Nullable CallRecord call) {
		if (call != null && call.nature == Tag.Nature.POISON) {
			this.world.crash(this.process, "poisoned by " + call);
			return;
		}
		this.running--;
		Reply reply = (call != null && call.nature == Tag.Nature.FAIL)
				? Reply.failure(ReplyStatus.ERROR, "boom", "the handler failed")
				: Reply.ok(job.request().body(), job.request().contentType(), job.request().headers());
		this.world.trace.add(this.process.name, () -> "has handled " + call);
		this.machine.onHandled(job.id(), this.world.sabotage.handled(reply), this.world.timeline.now());
	}

	@Override
	public void drained() {
		this.process.crash("drained");
	}

	private void note(int link, QueueCommand command, long now) {
		if (!(command instanceof QueueCommand.Request request)) {
			return;
		}
		CallRecord call = this.world.ledger.find(request.body());
		if (call != null) {
			CallFrame frame = this.world.ledger.requireCallFrame("a queue", request.addresses().frame(0));
			long until = now + frame.number(Property.BUDGET, Integer.MAX_VALUE) * MILLI;
			this.held.add(new Held(call, frame.number(), this.links[link], until));
		}
	}

	/** Nothing runs that nobody asked for, too late, or for ever. */
	private void begin(CallRecord call, long now) {
		Held begun = null;
		for (Held each : this.held) {
			if (each.call == call && !each.started && begun == null) {
				begun = each;
			}
		}
		this.world.ledger.require(begun != null,
				() -> this.process.name + " runs more often than it was asked: " + call);
		if (begun == null) {
			return;
		}
		Held mine = begun;
		mine.started = true;
		this.world.ledger.require(now - mine.untilNanos <= 0,
				() -> this.process.name + " runs after the budget was used up: " + call);
		int life = this.process.life();
		long frozen = this.process.frozenInAll();
		this.world.timeline.after(this.world.plan.handlerTimeoutNanos() + MILLI, () -> {
			boolean same = this.process.life() == life && this.process.frozenInAll() == frozen;
			this.world.ledger.require(!same || !this.held.contains(mine),
					() -> this.process.name + " keeps what takes too long: " + call);
		});
	}

	private void answered(int link, WorkerCommand.Reply reply) {
		CallFrame frame = this.world.ledger.requireCallFrame(this.process.name, reply.addresses().frame(0));
		this.held.removeIf((each) -> each.plug == this.links[link] && each.lease == frame.number());
	}

	/** A request in this worker's hands. */
	private static final class Held {

		private final CallRecord call;

		private final long lease;

		private final Plug plug;

		private final long untilNanos;

		private boolean started;

		private Held(CallRecord call, long lease, Plug plug, long untilNanos) {
			this.call = call;
			this.lease = lease;
			this.plug = plug;
			this.untilNanos = untilNanos;
		}

	}

	/** One socket's listener. */
	private final class Link implements Plug.Listener {

		private final int number;

		private Link(int number) {
			this.number = number;
		}

		@Override
		public void connected() {
			WorkerProgram.this.machine.onConnected(this.number, WorkerProgram.this.world.timeline.now());
		}

		@Override
		public void disconnected() {
			WorkerProgram.this.world.trace.add(WorkerProgram.this.process.name,
					() -> "link " + this.number + " is down");
			WorkerProgram.this.machine.onDisconnected(this.number, WorkerProgram.this.world.timeline.now());
		}

		@Override
		public void received(Frames frames) {
			WorkerProgram worker = WorkerProgram.this;
			QueueCommand command = WorkerCodec.decodeQueue(worker.plan.dialect(), frames);
			long now = worker.world.timeline.now();
			note(this.number, command, now);
			worker.machine.onCommand(this.number, command, now);
		}

	}

}
