package io.pirate.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's worker of MDP/0.2, as RFC 18 has it: one request at a time, addresses
 * returned as they came, parts without numbers. It serves the first queue only.
 */
final class ForeignWorker implements Program {

	/** All it can say of a failure. */
	static final Frames FAILURE = Frames.ofText("ERROR boom the handler failed");

	private static final WorkerDialect DIALECT = WorkerDialect.MAJORDOMO_02;

	private static final int IDENTITY_BYTES = 5;

	private static final int MOST_PARTS = 90;

	private final World world;

	private final Process process;

	private final Plan.WorkerPlan plan;

	private final int queue;

	private final Chance chance;

	private final Deque<QueueCommand.Request> waiting = new ArrayDeque<>();

	private @Nullable Plug plug;

	private boolean connected;

	private boolean busy;

	private long heardNanos;

	private long beatNanos;

	private long reopenNanos;

	ForeignWorker(World world, Process process, Plan.WorkerPlan plan) {
		this.world = world;
		this.process = process;
		this.plan = plan;
		this.chance = world.chance.fork();
		this.queue = this.chance.below(world.plan.queues());
	}

	/** Whether it is at work, as far as it knows. */
	boolean isRegistered() {
		return this.connected;
	}

	/** Which queue it serves. */
	int queue() {
		return this.queue;
	}

	@Override
	public void boot(long now) {
		open();
	}

	@Override
	public void tick(long now) {
		if (this.plug == null) {
			if (now - this.reopenNanos >= 0) {
				open();
			}
		}
		else if (this.connected && now - silenceEnd() >= 0) {
			giveUp();
		}
		else if (this.connected && now - this.beatNanos >= 0) {
			this.beatNanos = now + this.world.plan.unitNanos();
			send(new WorkerCommand.Heartbeat(DIALECT));
		}
	}

	@Override
	public void settle(long now) {
		// nothing to report
	}

	@Override
	public long nextDeadline(long now) {
		if (this.plug == null) {
			return this.reopenNanos;
		}
		if (!this.connected) {
			return now + Long.MAX_VALUE / 4;
		}
		return (this.beatNanos - silenceEnd() < 0) ? this.beatNanos : silenceEnd();
	}

	@Override
	public void late(long nanos) {
		this.heardNanos += nanos;
	}

	void leave() {
		if (this.connected) {
			send(new WorkerCommand.Disconnect(DIALECT));
		}
		close();
		this.process.crash("left");
	}

	private long silenceEnd() {
		return this.heardNanos + this.world.plan.heartbeat().allowanceNanos();
	}

	private void open() {
		Plug opened = new Plug(this.process, this.world.backEnd(this.queue),
				Identity.of(this.chance.bytes(IDENTITY_BYTES)), false, new Link());
		this.plug = opened;
		this.world.network.connect(opened);
	}

	private void giveUp() {
		close();
		this.reopenNanos = this.world.timeline.now() + this.chance.between(1, this.world.plan.unitNanos());
	}

	private void close() {
		Plug old = this.plug;
		if (old != null) {
			this.world.network.close(old, true);
		}
		this.plug = null;
		this.connected = false;
		this.waiting.clear();
	}

	private void send(WorkerCommand command) {
		Plug current = this.plug;
		if (current != null) {
			if (!(command instanceof WorkerCommand.Heartbeat)) {
				this.world.trace.add(this.process.name, () -> "-> queue " + WorkerCodec.encode(command));
			}
			current.send(WorkerCodec.encode(command));
		}
	}

	private void next() {
		QueueCommand.Request request = this.busy ? null : this.waiting.poll();
		if (request == null) {
			return;
		}
		this.busy = true;
		CallRecord call = this.world.ledger.find(request.body());
		this.world.trace.add(this.process.name, () -> "runs " + call);
		Execution execution = (call != null) ? this.world.ledger.runs(call, this.plan) : null;
		boolean stuck = call != null && call.nature == Tag.Nature.STUCK && !this.world.isCalm();
		later(stuck ? this.world.plan.handlerTimeoutNanos() : duration(),
				() -> proceed(request, call, execution, total(call)));
	}

	private int total(@Nullable CallRecord call) {
		boolean parts = call != null && call.nature == Tag.Nature.STREAM;
		return !parts ? 0
				: this.chance.oneIn(8) ? (int) this.chance.between(10, MOST_PARTS) : (int) this.chance.between(1, 4);
	}

	private void proceed(QueueCommand.Request request, @Nullable CallRecord call, @Nullable Execution execution,
			int total) {
		if (call == null || execution == null || total == 0) {
			answer(request, call, execution);
			return;
		}
		int index = execution.produced++;
		boolean last = execution.produced == total;
		execution.complete = last;
		Frames part = Frames.of(new PartTag(execution.number, index).encode());
		send(last ? new WorkerCommand.Reply(DIALECT, request.addresses(), part)
				: new WorkerCommand.Partial(DIALECT, request.addresses(), part));
		if (last) {
			end();
		}
		else if (this.chance.oneIn(2)) {
			proceed(request, call, execution, total);
		}
		else {
			later(duration() / 8, () -> proceed(request, call, execution, total));
		}
	}

	private void answer(QueueCommand.Request request, @Nullable CallRecord call, @Nullable Execution execution) {
		Tag.Nature nature = (call != null) ? call.nature : Tag.Nature.ECHO;
		if (nature == Tag.Nature.POISON) {
			this.world.crash(this.process, "poisoned by " + call);
			return;
		}
		if (execution != null) {
			execution.complete = true;
		}
		send(new WorkerCommand.Reply(DIALECT, request.addresses(),
				(nature == Tag.Nature.FAIL) ? FAILURE : request.body()));
		end();
	}

	private void end() {
		this.busy = false;
		next();
	}

	private long duration() {
		return this.chance.between(0, this.world.plan.slowestNanos() / (this.chance.oneIn(3) ? 1 : 8));
	}

	/** On this connection, if it lasts; what it was about is void after it. */
	private void later(long nanos, Runnable event) {
		Plug current = this.plug;
		int life = this.process.life();
		this.world.timeline.after(nanos, () -> this.process.enter(() -> {
			if (current == this.plug) {
				event.run();
			}
			else {
				this.busy = false;
				next();
			}
		}, life));
	}

	/** Its socket's listener. */
	private final class Link implements Plug.Listener {

		@Override
		public void connected() {
			ForeignWorker worker = ForeignWorker.this;
			worker.connected = true;
			worker.heardNanos = worker.world.timeline.now();
			worker.beatNanos = worker.heardNanos + worker.world.plan.unitNanos();
			send(new WorkerCommand.Ready(DIALECT, worker.plan.service()));
		}

		@Override
		public void disconnected() {
			giveUp();
		}

		@Override
		public void received(Frames frames) {
			ForeignWorker worker = ForeignWorker.this;
			worker.heardNanos = worker.world.timeline.now();
			QueueCommand command = WorkerCodec.decodeQueue(DIALECT, frames);
			if (command instanceof QueueCommand.Request request) {
				worker.world.trace.add(worker.process.name, () -> "<- queue " + frames);
				worker.world.ledger.require(worker.waiting.isEmpty() && frames.size() > 1,
						() -> worker.process.name + " gets more than it can take");
				worker.world.ledger.require(
						!worker.world.ledger.requireCallFrame("a queue", request.addresses().frame(0)).isControl(),
						() -> worker.process.name + " is told what it cannot understand");
				worker.waiting.add(request);
				next();
			}
			else if (command instanceof QueueCommand.Disconnect) {
				giveUp();
			}
			else {
				worker.world.ledger.require(command instanceof QueueCommand.Heartbeat,
						() -> worker.process.name + " gets what it cannot read: " + frames);
			}
		}

	}

}
