package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/** All calls of a run, and the promises made to their callers. */
final class Ledger {

	/** Nothing may take longer than it should by more than this. */
	private static final long SLACK_NANOS = 1_000_000;

	private static final long MILLI = 1_000_000;

	private final World world;

	private final List<CallRecord> calls = new ArrayList<>();

	private final Map<CallName, CallRecord> names = new HashMap<>();

	Ledger(World world) {
		this.world = world;
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

	CallRecord begin(Process client, boolean exclusive, Tag.Nature nature, Request request, RetryPolicy policy) {
		CallRecord call = new CallRecord(this.calls.size(), nature, client, exclusive, request, policy, this,
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

	boolean allEnded() {
		return this.calls.stream().noneMatch(CallRecord::isAwaited);
	}

	/** The call a body belongs to. */
	@Nullable CallRecord find(Frames body) {
		Tag tag = Tag.of(body);
		return (tag != null && tag.call() < this.calls.size()) ? this.calls.get((int) tag.call()) : null;
	}

	@Nullable CallRecord find(long origin, long number) {
		return this.names.get(new CallName(origin, number));
	}

	/** A client puts a call on a connection. */
	void sends(String client, Frames frames) {
		if (!(PlainCodec.decodeRequest(frames) instanceof PlainMessage.Exchange exchange)) {
			throw new Violation(client + " sends what nobody can read: " + frames);
		}
		CallRecord call = find(exchange.body());
		require(call != null && call.isAwaited(), () -> client + " sends a call that has ended: " + frames);
		if (call == null) {
			return;
		}
		call.sends++;
		call.sentNanos = this.world.timeline.now();
		require(call.sends <= call.policy().attempts() + call.rejections,
				() -> client + " sends more often than it may: " + call);
		require(exchange.body().equals(call.request().body()), () -> client + " sends a wrong body: " + call);
		checkFrame(call, exchange.envelope());
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
	}

	/** A worker starts a handler. */
	void runs(CallRecord call) {
		this.world.tally.count("executions", 1);
		call.executions++;
		require(!call.isOnce() || call.exclusive || call.executions <= 1, () -> "runs twice: " + call);
		require(call.executions <= Math.min(call.sends, call.policy().attempts()) + call.endedDeliveries,
				() -> "runs too often: " + call);
		if (call.isOnce() && call.outcome instanceof Outcome.Replied replied) {
			ReplyStatus status = replied.reply().status();
			require(status != ReplyStatus.REJECTED && status != ReplyStatus.EXPIRED,
					() -> "runs although its caller was told it would not: " + call);
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
		require(now - call.deadlineNanos() <= SLACK_NANOS, () -> call + " ends too late");
		if (outcome instanceof Outcome.Replied replied) {
			checkReply(call, replied.reply());
		}
		else if (outcome instanceof Outcome.NoReply noReply) {
			require(!call.isOnce() || call.sends == 0 || (call.expirations > 0 && call.executions == 0),
					() -> "nobody knows whether it ran: " + call);
			require(noReply.attempts() == call.policy().attempts() || call.expirations > 0,
					() -> "gave up early: " + call + " " + noReply);
		}
		else if (outcome instanceof Outcome.Unknown) {
			require(call.isOnce() && call.sends > 0, () -> "unknown, but may be repeated or was never sent: " + call);
		}
		else if (outcome instanceof Outcome.Cancelled) {
			require(call.cancelled, () -> "nobody cancelled " + call);
		}
		else if (outcome instanceof Outcome.Refused) {
			require(call.sends == 0, () -> "refused after it was sent: " + call);
		}
		this.world.judge(call, outcome);
	}

	private void checkReply(CallRecord call, Reply reply) {
		ReplyStatus status = reply.status();
		if (status == ReplyStatus.OK) {
			require(reply.body().equals(call.request().body()), () -> "a wrong reply for " + call + ": " + reply);
			require(call.exclusive || reply.headers().equals(call.request().headers()),
					() -> "wrong headers for " + call + ": " + reply.headers());
			require(call.executions > 0 && call.nature != Tag.Nature.FAIL && call.nature != Tag.Nature.POISON,
					() -> "nobody gave that answer: " + call);
		}
		else if ("boom".equals(reply.code())) {
			require(call.nature == Tag.Nature.FAIL && call.executions > 0, () -> "did not fail: " + call);
		}
		else if (status == ReplyStatus.LOST) {
			require(call.isOnce() && call.deliveries > 0, () -> "lost, but may be repeated: " + call);
		}
		else if (status == ReplyStatus.REJECTED || status == ReplyStatus.EXPIRED) {
			require(!call.isOnce() || call.executions == 0, () -> status + ", but it was run: " + call);
		}
		else {
			require("poison".equals(reply.code()), () -> "an unexpected failure of " + call + ": " + reply);
		}
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
		require(left > 0 || call.client.isFrozen(), () -> "has not ended in time: " + call);
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
