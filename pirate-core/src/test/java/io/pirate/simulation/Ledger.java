package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/** All calls of a run, and the promises made to their callers. */
final class Ledger {

	/** Nothing may take longer than it should by more than this. */
	private static final long SLACK_NANOS = 1_000_000;

	private static final long MILLI = 1_000_000;

	private final World world;

	private final List<CallRecord> calls = new ArrayList<>();

	private final Map<CallName, CallRecord> names = new HashMap<>();

	private final List<Execution> executions = new ArrayList<>();

	Ledger(World world) {
		this.world = world;
	}

	long now() {
		return this.world.timeline.now();
	}

	void require(boolean kept, Supplier<String> broken) {
		if (!kept) {
			throw new Violation(broken.get());
		}
	}

	CallFrame requireCallFrame(String who, byte[] address) {
		if (CallFrame.decodeRequest(address) instanceof CallFrame frame) {
			return frame;
		}
		throw new Violation(who + " sent an address that is no call frame");
	}

	CallFrame requireReply(String who, byte[] address) {
		if (CallFrame.decodeReply(address) instanceof CallFrame frame) {
			return frame;
		}
		throw new Violation(who + " sent an address that is no call frame");
	}

	CallRecord begin(Process client, Plan.ClientPlan plan, Tag.Nature nature, Request request, RetryPolicy policy,
			CallRecord.@Nullable Taking taking) {
		CallRecord call = new CallRecord(this.calls.size(), nature, client, plan, request, policy, taking, this,
				this.world.timeline.now());
		this.calls.add(call);
		this.world.timeline.after(policy.total().toNanos() + SLACK_NANOS, () -> checkEnded(call));
		return call;
	}

	long nextNumber() {
		return this.calls.size();
	}

	List<CallRecord> calls() {
		return this.calls;
	}

	List<CallRecord> open() {
		return this.calls.stream().filter(CallRecord::isAwaited).toList();
	}

	boolean allEnded() {
		return this.calls.stream().noneMatch(CallRecord::isAwaited);
	}

	/** The call a body belongs to. */
	@Nullable CallRecord find(Frames body) {
		Tag tag = Tag.of(body);
		return (tag != null && tag.call() < this.calls.size()) ? this.calls.get((int) tag.call()) : null;
	}

	/** The call a body is about, be it a request's or a part's. */
	@Nullable CallRecord about(Frames body) {
		PartTag part = PartTag.of(body);
		Execution execution = (part != null) ? execution(part.execution()) : null;
		return (execution != null) ? execution.call : find(body);
	}

	@Nullable CallRecord find(long origin, long number) {
		return this.names.get(new CallName(origin, number));
	}

	@Nullable Execution execution(long number) {
		return (number >= 0 && number < this.executions.size()) ? this.executions.get((int) number) : null;
	}

	/** A client puts a message on a connection. */
	void sends(String client, String endpoint, int lane, Frames frames) {
		if (!(ClientCodec.decodeRequest(frames) instanceof ClientRequest.Ask ask)) {
			throw new Violation(client + " sends what nobody can read: " + frames);
		}
		CallFrame frame = ask.envelope().call();
		if (frame != null && ServiceName.isReserved(ask.service())) {
			require(frame.number() == 0, () -> client + " asks a queue with a call's number: " + frame);
			this.world.tally.count("client.probes", 1);
			return;
		}
		if (frame != null && frame.isControl()) {
			CallRecord about = find(frame.origin(), frame.number());
			if (about != null && !about.isAwaited() && frame.has(Property.CANCEL) && !frame.has(Property.CREDIT)) {
				// somebody has begun again what has ended
				this.world.tally.count("client.late-stops", 1);
				return;
			}
			require(about != null && about.isAwaited() && about.service().equals(ask.service()),
					() -> client + " says something of a call that it does not have: " + frame);
			if (about != null && frame.has(Property.CANCEL)) {
				about.stops++;
			}
			return;
		}
		CallRecord call = find(ask.body());
		require(call != null && call.isAwaited(), () -> client + " sends a call that has ended: " + frames);
		if (call != null) {
			require(!call.hasBegun(), () -> client + " sends again although parts have come: " + call);
			require(ask.service().equals(call.service()), () -> client + " asks " + ask.service() + ": " + call);
			call.sends++;
			if (call.client.program() instanceof ClientProgram program) {
				program.losses().check(call, endpoint);
			}
			call.sentNanos = this.world.timeline.now();
			// a refusal that comes twice may be taken for one of the next sending
			boolean twice = call.rejections > 0 && this.world.network.hasRepeated();
			require(twice || call.sends <= call.policy().attempts() + call.rejections,
					() -> client + " sends more often than it may: " + call);
			require(ask.body().equals(call.request().body()), () -> client + " sends a wrong body: " + call);
			call.sentTo.add(endpoint);
			call.sentOn.add(lane);
			checkFrame(call, ask.envelope());
		}
	}

	private void checkFrame(CallRecord call, Envelope envelope) {
		CallFrame frame = envelope.call();
		require((frame == null) == call.exclusive, () -> "a call frame where none belongs, or none: " + call);
		if (frame == null) {
			return;
		}
		CallRecord known = this.names.putIfAbsent(new CallName(frame.origin(), frame.number()), call);
		require(known == null || known == call, () -> call + " has the number of " + known);
		int attempt = frame.number(Property.ATTEMPT, 0);
		require(attempt >= Math.max(1, call.attempts) && attempt <= call.policy().attempts(),
				() -> "attempt " + attempt + " of " + call);
		call.attempts = attempt;
		long left = call.deadlineNanos() - this.world.timeline.now();
		int budget = frame.number(Property.BUDGET, -1);
		require(budget >= 0 && budget * MILLI <= left + MILLI,
				() -> "a budget of " + budget + " ms for " + call + " with " + left / 1_000 + "us left");
		require(frame.has(Property.ONCE) == call.isOnce(), () -> "the once flag of " + call);
		require(frame.number(Property.CREDIT, 0) == (call.wantsParts() ? Plan.WINDOW : 0),
				() -> "the credit of " + call);
	}

	/** A worker starts a handler. */
	Execution runs(CallRecord call, Plan.WorkerPlan worker) {
		Execution execution = new Execution(call, this.executions.size(), worker);
		this.executions.add(execution);
		call.runs(execution);
		require(worker.service().equals(call.service()), () -> "run for " + worker.service() + ": " + call);
		this.world.tally.count("executions", 1);
		call.executions++;
		require(!call.isOnce() || call.exclusive || call.executions <= 1, () -> "runs twice: " + call);
		// a refusal that comes twice may send a call once more than its attempts
		boolean twice = call.rejections > 0 && this.world.network.hasRepeated();
		int attempts = twice ? call.sends : Math.min(call.sends, call.policy().attempts());
		require(call.executions <= attempts + call.endedDeliveries, () -> "runs too often: " + call);
		if (call.isOnce() && call.outcome instanceof Outcome.Replied replied) {
			ReplyStatus status = replied.reply().status();
			require(status != ReplyStatus.REJECTED && status != ReplyStatus.EXPIRED,
					() -> "runs although its caller was told it would not: " + call);
		}
		return execution;
	}

	/** A part of a reply has reached its caller. */
	void part(CallRecord call, Reply part) {
		this.world.trace.add(call.client.name, () -> "gets a part of " + call + ": " + part.body());
		require(call.client.life() == call.clientLife, () -> call + " gets a part after its client's end");
		call.reception.part(part, this.world.timeline.now());
		this.world.tally.count("parts", 1);
		if (call.client.program() instanceof ClientProgram program) {
			if (call.reception.received == 1) {
				program.begins(call);
			}
			program.take(call, part.body().byteCount());
		}
	}

	/** A call's one and only end. */
	void ended(CallRecord call, Outcome outcome) {
		long now = this.world.timeline.now();
		this.world.trace.add(call.client.name, () -> call + " ends: " + describe(outcome));
		require(call.client.life() == call.clientLife, () -> call + " ends after its client");
		require(call.outcome == null, () -> call + " ends twice: " + call.outcome + ", then " + outcome);
		call.outcome = outcome;
		call.endedNanos = now;
		require(now - call.deadlineNanos() <= SLACK_NANOS || call.reception.isAhead(), () -> call + " ends too late");
		new Verdict(this.world, call).check(outcome, now);
		this.world.judge(call, outcome);
	}

	/**
	 * A stranger was sent something: no answer, since it never asked what can be
	 * answered.
	 */
	void overheard(String endpoint, Frames frames) {
		require(this.world.plan.oneSocket() || !endpoint.startsWith(World.FRONT)
				|| find(frames.from(frames.delimiter() + 1)) == null, () -> "a stranger got the answer " + frames);
	}

	private void checkEnded(CallRecord call) {
		if (!call.isAwaited()) {
			return;
		}
		long left = call.deadlineNanos() + SLACK_NANOS - this.world.timeline.now();
		require(left > 0 || call.client.isFrozen() || call.reception.isAhead(), () -> "has not ended in time: " + call);
		this.world.timeline.after(Math.max(left, SLACK_NANOS), () -> checkEnded(call));
	}

	private static String describe(Outcome outcome) {
		return (outcome instanceof Outcome.Replied replied)
				? "replied " + replied.reply().status() + " " + replied.reply().code() : outcome.toString();
	}

	/**
	 * What a call is called on the wire.
	 *
	 * @param origin whose number it is
	 * @param number which
	 */
	private record CallName(long origin, long number) {
	}

}
