package io.pirate.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.machine.Job;
import io.pirate.machine.WorkerActions;
import io.pirate.machine.WorkerEvents;
import io.pirate.machine.WorkerMachine;
import io.pirate.machine.WorkerSettings;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;

/** A worker: a worker machine with a socket for each queue, and its handlers. */
final class WorkerProgram implements Program, WorkerActions {

	private static final int FOREIGN_IDENTITY = 9;

	private final World world;

	private final Process process;

	private final Plan.WorkerPlan plan;

	private final Plug[] links;

	private final WorkerMachine machine;

	private final Chance chance;

	private final WorkerHands hands;

	private final Map<Long, HandlerRun> runs = new HashMap<>();

	WorkerProgram(World world, Process process, Plan.WorkerPlan plan) {
		this.world = world;
		this.process = process;
		this.plan = plan;
		this.links = new Plug[world.plan.queues()];
		this.chance = world.chance.fork();
		this.hands = new WorkerHands(world, process, plan);
		this.machine = new WorkerMachine(settings(), world.sabotage.worker(this), new WorkerEvents() {
		}, this.chance::fraction, this.chance::nextLong);
	}

	private WorkerSettings settings() {
		List<String> endpoints = new ArrayList<>();
		for (int i = 0; i < this.links.length; i++) {
			endpoints.add(this.world.backEnd(i));
		}
		Plan all = this.world.plan;
		WorkerSettings settings = new WorkerSettings(this.process.name, this.plan.service(), this.plan.dialect(),
				endpoints, all.heartbeat(), all.units(1), all.units(Plan.LONGEST_BACKOFF), this.plan.concurrency(),
				this.plan.capacity(), Duration.ofNanos(all.handlerTimeoutNanos()), all.units(12))
			.with(this.plan.compact());
		return this.plan.streaming() ? settings.asStreaming() : settings;
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
		this.hands.settle();
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
	public void open(int link, String endpoint, Identity identity) {
		this.world.trace.add(this.process.name, () -> "opens link " + link);
		Plug old = this.links[link];
		this.world.ledger.require(old == null || old.closed,
				() -> this.process.name + " opens link " + link + " twice");
		Identity stated = (this.plan.make() == Plan.Make.NAMELESS) ? Identity.of(this.chance.bytes(FOREIGN_IDENTITY))
				: identity;
		Plug plug = new Plug(this.process, this.world.backEnd(link), stated, false, new Link(link));
		this.links[link] = plug;
		this.world.network.connect(plug);
	}

	@Override
	public void close(int link) {
		this.world.trace.add(this.process.name, () -> "closes link " + link);
		this.world.network.close(this.links[link], true);
		this.hands.closed(this.links[link]);
	}

	@Override
	public void send(int link, WorkerCommand command) {
		if (!(command instanceof WorkerCommand.Heartbeat)) {
			this.world.trace.add(this.process.name, () -> "-> queue " + link + " " + WorkerCodec.encode(command));
		}
		this.hands.sends(this.links[link], command);
		boolean sent = this.links[link].send(WorkerCodec.encode(command));
		this.world.ledger.require(sent, () -> this.process.name + " sends on a link that is not connected");
	}

	@Override
	public boolean offer(int link, WorkerCommand command) {
		if (this.links[link].isFull()) {
			return false;
		}
		send(link, command);
		return true;
	}

	@Override
	public void start(Job job) {
		long now = this.world.timeline.now();
		CallRecord call = this.world.ledger.find(job.request().body());
		Execution execution = (call != null) ? this.world.ledger.runs(call, this.plan) : null;
		HandlerRun run = new HandlerRun(job, call, execution, this, this.world, this.chance);
		this.runs.put(job.id(), run);
		this.world.ledger.require(this.runs.size() <= this.plan.concurrency(),
				() -> this.process.name + " runs " + this.runs.size() + " handlers");
		if (call != null && execution != null) {
			this.world.trace.add(this.process.name, () -> "runs " + call);
			run.begin();
			this.hands.begin(run, call, execution, job, now);
		}
		else {
			run.begin();
		}
	}

	@Override
	public void want(long jobId, long parts) {
		HandlerRun run = this.runs.get(jobId);
		this.world.ledger.require(run != null, () -> this.process.name + " wants parts of nobody");
		if (run != null) {
			run.want(parts);
			this.hands.watch(run);
		}
	}

	@Override
	public void cancel(long jobId) {
		HandlerRun run = this.runs.get(jobId);
		this.world.ledger.require(run != null, () -> this.process.name + " cancels nobody");
		if (run != null) {
			this.world.trace.add(this.process.name, () -> "stops " + run);
			run.cancel();
		}
	}

	boolean isStreaming() {
		return this.plan.streaming();
	}

	/** In this life, if it lasts. */
	void later(long nanos, Runnable event) {
		int life = this.process.life();
		this.world.timeline.after(nanos, () -> this.process.enter(event, life));
	}

	void poisoned(CallRecord call) {
		this.world.crash(this.process, "poisoned by " + call);
	}

	void ended(HandlerRun run) {
		this.world.trace.add(this.process.name, () -> "has handled " + run.call);
		this.runs.remove(run.job.id());
	}

	@Override
	public void drained() {
		this.process.crash("drained");
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
			if (!(command instanceof QueueCommand.Heartbeat)) {
				worker.world.trace.add(worker.process.name, () -> "<- queue " + this.number + " " + frames);
			}
			worker.hands.note(worker.links[this.number], command, now);
			worker.machine.onCommand(this.number, command, now);
		}

	}

}
