package io.pirate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.pirate.machine.Job;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Epoch;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has in hand, written down by somebody who reads all its messages. Throws
 * at the first thing that breaks a promise.
 */
final class WorkerHands {

	private static final long MILLI = 1_000_000;

	private final World world;

	private final Process process;

	private final Plan.WorkerPlan plan;

	/** What came and was not answered yet, in the order it came. */
	private final List<Held> held = new ArrayList<>();

	/** Handlers that have to be told to stop before this event is over. */
	private final List<HandlerRun> unwanted = new ArrayList<>();

	WorkerHands(World world, Process process, Plan.WorkerPlan plan) {
		this.world = world;
		this.process = process;
		this.plan = plan;
	}

	/** Something came by a connection. */
	void note(Plug plug, QueueCommand command, long now) {
		if (command instanceof QueueCommand.Request request) {
			note(plug, this.world.ledger.requireCallFrame("a queue", request.addresses().frame(0)), request.body(),
					now);
		}
		else if (command instanceof QueueCommand.Compact compact) {
			boolean takes = this.plan.compact() && this.plan.make() == Plan.Make.OURS
					&& (this.plan.dialect() == WorkerDialect.PARANOID
							|| this.plan.dialect() == WorkerDialect.MAJORDOMO_02);
			require(takes, () -> "gets one frame where several belong");
			note(plug, compact.call(), compact.body(), now);
		}
	}

	private void note(Plug plug, CallFrame frame, Frames body, long now) {
		if (frame.isControl()) {
			noteControl(plug, frame);
			return;
		}
		CallRecord call = this.world.ledger.find(body);
		if (call != null) {
			require(call.service().equals(this.plan.service()),
					() -> "serves " + this.plan.service() + " and is given " + call);
			this.world.stars.given(this.process, call, Epoch.of(frame));
			this.held.add(new Held(call, frame, plug, now));
		}
	}

	private void noteControl(Plug plug, CallFrame frame) {
		require(this.plan.knowsCredit(), () -> "is told what only peers of ours understand: " + frame);
		Held about = find(plug, frame.number());
		if (about == null) {
			return;
		}
		about.credit += frame.number(Property.CREDIT, 0);
		if (frame.has(Property.CANCEL)) {
			this.world.tally.count("worker.cancels", 1);
			about.cancelled = true;
			abandon(about);
		}
	}

	private void abandon(Held about) {
		if (about.run != null && this.plan.streaming()) {
			this.unwanted.add(about.run);
		}
	}

	/** A link is closed: what came by it is nobody's any more. */
	void closed(Plug plug) {
		this.held.forEach((each) -> {
			if (each.plug == plug) {
				abandon(each);
			}
		});
		this.held.removeIf((each) -> each.plug == plug);
	}

	/** Nothing runs that nobody asked for, too late, or for ever. */
	void begin(HandlerRun run, CallRecord call, Execution execution, Job job, long now) {
		Held begun = null;
		for (Held each : this.held) {
			if (each.call == call && each.run == null && begun == null) {
				begun = each;
			}
		}
		this.world.stars.runs(this.process, call);
		require(begun != null, () -> "runs more often than it was asked: " + call);
		require(job.request().service().equals(call.service()), () -> "calls it " + job.request().service());
		if (begun != null) {
			begun.run = run;
			begun.execution = execution;
			long until = begun.untilNanos;
			require(now - until <= 0, () -> "runs after the budget was used up: " + call);
			watch(run, begun);
		}
	}

	/** What takes too long is not kept: an answer, or the next part if one is wanted. */
	void watch(HandlerRun run) {
		for (Held each : this.held) {
			if (each.run == run) {
				watch(run, each);
			}
		}
	}

	private void watch(HandlerRun run, Held mine) {
		int life = this.process.life();
		long frozen = this.process.frozenInAll();
		long moved = run.movedNanos;
		this.world.timeline.after(this.world.plan.handlerTimeoutNanos() + MILLI, () -> {
			boolean same = this.process.life() == life && this.process.frozenInAll() == frozen
					&& run.movedNanos == moved && run.isAsked();
			require(!same || !this.held.contains(mine), () -> "keeps what takes too long: " + mine.call);
		});
	}

	/** A command is about to leave. */
	void sends(Plug plug, WorkerCommand command) {
		if (command instanceof WorkerCommand.Reply reply) {
			sends(plug, this.world.ledger.requireReply(this.process.name, reply.addresses().frame(0)), false);
		}
		else if (command instanceof WorkerCommand.Partial partial) {
			sends(plug, this.world.ledger.requireReply(this.process.name, partial.addresses().frame(0)), true);
		}
		else if (command instanceof WorkerCommand.Compact compact) {
			sends(plug, compact.call(), false);
		}
	}

	private void sends(Plug plug, CallFrame frame, boolean partial) {
		Held about = find(plug, frame.number());
		if (about == null) {
			return;
		}
		boolean more = partial || frame.has(Property.MORE);
		boolean costs = frame.has(Property.PART) && !"end".equals(frame.text(Property.CODE));
		if (costs) {
			part(about, frame.number(Property.PART, -1));
		}
		if (!more) {
			this.held.remove(about);
		}
	}

	private void part(Held about, int number) {
		require(number == about.parts, () -> "sends part " + number + " where " + about.parts + " belongs");
		about.parts++;
		require(!this.plan.knowsCredit() || about.parts <= about.credit,
				() -> "sends " + about.parts + " parts with a credit of " + about.credit + " for " + about.call);
		Execution execution = about.execution;
		if (execution != null && about.call.nature != Tag.Nature.ECHO) {
			execution.sent = about.parts;
			boolean told = this.plan.knowsCredit() && about.call.wantsParts() && !about.call.exclusive;
			require(!told || about.parts - about.call.reception.taken <= Plan.WINDOW, () -> about.parts
					+ " parts are on their way to " + about.call + ", who took " + about.call.reception.taken);
		}
	}

	/** The event is over. */
	void settle() {
		for (HandlerRun run : this.unwanted) {
			require(run.cancelled || run.ended, () -> "does not stop " + run);
		}
		this.unwanted.clear();
		for (Held each : this.held) {
			require(!each.cancelled, () -> "keeps what was cancelled: " + each.call);
		}
	}

	private @Nullable Held find(Plug plug, long lease) {
		for (Held each : this.held) {
			if (each.plug == plug && each.lease == lease) {
				return each;
			}
		}
		return null;
	}

	private void require(boolean kept, Supplier<String> broken) {
		this.world.ledger.require(kept, () -> this.process.name + " " + broken.get());
	}

	/** A request in this worker's hands. */
	private static final class Held {

		private final CallRecord call;

		private final long lease;

		private final Plug plug;

		private final long untilNanos;

		private long credit;

		private int parts;

		private boolean cancelled;

		private @Nullable HandlerRun run;

		private @Nullable Execution execution;

		private Held(CallRecord call, CallFrame frame, Plug plug, long now) {
			this.call = call;
			this.lease = frame.number();
			this.plug = plug;
			this.untilNanos = now + frame.number(Property.BUDGET, Integer.MAX_VALUE) * MILLI;
			this.credit = frame.number(Property.CREDIT, Plan.WINDOW);
		}

	}

}
