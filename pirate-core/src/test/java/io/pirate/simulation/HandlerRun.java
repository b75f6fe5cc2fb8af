package io.pirate.simulation;

import io.pirate.machine.Job;
import io.pirate.machine.WorkerMachine;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * One handler at work: gives one reply, or parts of one, as many as are wanted, until it
 * is told to stop.
 */
final class HandlerRun {

	private static final Reply BOOM = Reply.failure(ReplyStatus.ERROR, "boom", "the handler failed");

	private static final Reply STOPPED = Reply.failure(ReplyStatus.ERROR, "stopped", "as it was told");

	private static final int MOST_AT_ONCE = 8;

	final Job job;

	final @Nullable CallRecord call;

	private final @Nullable Execution execution;

	private final WorkerProgram worker;

	private final World world;

	private final Chance chance;

	/** How many parts it has to give, if it can. */
	private final int total;

	/** The higher, the sooner it gives the next parts. */
	private final int haste;

	private long wanted;

	private int given;

	/** What it has done is void: something newer was planned. */
	private int plans;

	private boolean waits;

	boolean cancelled;

	boolean ended;

	/** When it last gave something, or was first wanted to. */
	long movedNanos;

	HandlerRun(Job job, @Nullable CallRecord call, @Nullable Execution execution, WorkerProgram worker, World world,
			Chance chance) {
		this.job = job;
		this.call = call;
		this.execution = execution;
		this.worker = worker;
		this.world = world;
		this.chance = chance;
		this.total = total();
		boolean slow = world.isRough() && chance.oneIn(3);
		this.haste = slow ? 1 : (this.total > MOST_AT_ONCE) ? 16 : 4;
	}

	private int total() {
		if (this.call == null || !this.worker.isStreaming()) {
			return 0;
		}
		return switch (this.call.nature) {
			case ECHO -> 1;
			case STREAM -> this.chance.oneIn(8) ? (int) this.chance.between(65, 200)
					: this.chance.below(this.chance.oneIn(3) ? 40 : 8);
			case FAIL, POISON, STUCK -> this.chance.below(3);
		};
	}

	void begin() {
		this.movedNanos = this.world.timeline.now();
		next(duration());
	}

	/** Whether it owes a part, or its end. */
	boolean isAsked() {
		return !this.ended && (this.wanted > 0 || !this.worker.isStreaming());
	}

	void want(long parts) {
		if (this.wanted == 0) {
			this.movedNanos = this.world.timeline.now();
		}
		this.wanted += parts;
		if (this.waits) {
			this.waits = false;
			next(duration() / 4);
		}
	}

	void cancel() {
		this.cancelled = true;
		if (this.waits || this.chance.oneIn(2)) {
			this.waits = false;
			next(duration() / 8);
		}
	}

	private long duration() {
		boolean stuck = this.call != null && this.call.nature == Tag.Nature.STUCK && !this.world.isCalm();
		long slowest = stuck ? this.world.plan.handlerTimeoutNanos() * 4 : this.world.plan.slowestNanos();
		return this.chance.oneIn(3) ? this.chance.between(0, slowest) : this.chance.between(0, slowest / 8);
	}

	private void next(long nanos) {
		int plan = ++this.plans;
		this.worker.later(nanos, () -> {
			if (plan == this.plans && !this.ended) {
				proceed();
			}
		});
	}

	private void proceed() {
		if (this.cancelled) {
			end(this.chance.oneIn(2) ? STOPPED : Reply.end());
			return;
		}
		long most = Math.min(this.wanted, this.chance.between(1, MOST_AT_ONCE));
		for (long i = 0; i < most && this.given < this.total && !this.cancelled; i++) {
			give();
		}
		if (this.cancelled) {
			next(duration() / 8);
		}
		else if (this.given == this.total) {
			finish();
		}
		else if (this.wanted == 0) {
			this.waits = true;
		}
		else {
			next(duration() / this.haste);
		}
	}

	private void give() {
		this.wanted--;
		this.movedNanos = this.world.timeline.now();
		Reply part = Reply.ok(part(this.given++), this.job.request().contentType(), this.job.request().headers());
		this.machine().onPart(this.job.id(), this.world.sabotage.handled(part), this.movedNanos);
	}

	private Frames part(int index) {
		if (this.execution == null || this.call == null || this.call.nature == Tag.Nature.ECHO) {
			return this.job.request().body();
		}
		this.execution.produced++;
		byte[] tag = new PartTag(this.execution.number, index).encode();
		return this.chance.oneIn(4) ? Frames.of(tag, this.chance.bytes(this.chance.below(100))) : Frames.of(tag);
	}

	private void finish() {
		if (this.call != null && this.call.nature == Tag.Nature.POISON) {
			this.worker.poisoned(this.call);
			return;
		}
		boolean failed = this.call != null && this.call.nature == Tag.Nature.FAIL;
		if (this.execution != null && !failed) {
			this.execution.complete = true;
		}
		boolean parts = this.worker.isStreaming() && this.call != null;
		end(failed ? BOOM : parts ? Reply.end()
				: Reply.ok(this.job.request().body(), this.job.request().contentType(), this.job.request().headers()));
	}

	private void end(Reply reply) {
		this.ended = true;
		this.worker.ended(this);
		machine().onHandled(this.job.id(), this.world.sabotage.handled(reply), this.world.timeline.now());
	}

	private WorkerMachine machine() {
		return this.worker.machine();
	}

	@Override
	public String toString() {
		return "the handler of " + this.call;
	}

}
