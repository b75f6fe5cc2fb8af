package io.pirate.simulation;

import java.time.Duration;
import java.util.Map;

import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

/** Those who make the calls, and what they may expect in this weather. */
final class Callers {

	private static final long LONGEST_BODY = 300;

	private final World world;

	private final Chance chance;

	private final Plan plan;

	Callers(World world, Chance chance) {
		this.world = world;
		this.chance = chance;
		this.plan = world.plan;
	}

	/** Plans all calls of the bad weather. */
	void begin() {
		for (int i = 0; i < this.plan.calls(); i++) {
			long when = this.chance.between(0, this.plan.stormNanos() - 1);
			this.world.timeline.after(when,
					() -> call(this.chance.below(this.world.clients.size()), nature(), policy()));
		}
	}

	/**
	 * In the calm every call is answered at its first attempt; one after the other asks.
	 */
	void askOnceMore() {
		RetryPolicy policy = new RetryPolicy(enough(), 0, false);
		for (int i = 0; i < this.world.clients.size(); i++) {
			int client = i;
			this.world.timeline.after(policy.total().toNanos() * i, () -> call(client, Tag.Nature.ECHO, policy));
		}
		this.world.pass(policy.total().toNanos() * this.world.clients.size());
	}

	private void call(int client, Tag.Nature nature, RetryPolicy policy) {
		Process process = this.world.clients.get(client);
		if (!process.isRunning() || !(process.program() instanceof ClientProgram program)) {
			return;
		}
		boolean exclusive = this.plan.clients().get(client).exclusive();
		RetryPolicy kept = exclusive ? new RetryPolicy(policy.timeout(), policy.retries(), false) : policy;
		Tag tag = new Tag(this.world.ledger.nextNumber(), nature);
		Request request = new Request(ServiceName.ANONYMOUS, body(tag), this.chance.oneIn(2) ? "text/plain" : null,
				this.chance.oneIn(2) ? Map.of("h", "v" + tag.call()) : Map.of());
		CallRecord call = this.world.ledger.begin(process, exclusive, nature, request, kept);
		this.world.trace.add(process.name, () -> "begins " + call + " " + kept);
		process.enter(() -> program.call(call, this.world.timeline.now()), process.life());
	}

	void cancelLater(CallRecord call, long number) {
		Process process = call.client;
		this.world.timeline.after(this.chance.between(0, this.plan.unitNanos() * 4), () -> process.enter(() -> {
			if (call.outcome == null && process.program() instanceof ClientProgram program) {
				program.cancel(call, number, this.world.timeline.now());
			}
		}, call.clientLife));
	}

	private Frames body(Tag tag) {
		byte[][] parts = new byte[(int) this.chance.between(1, 3)][];
		parts[0] = tag.encode();
		for (int i = 1; i < parts.length; i++) {
			parts[i] = this.chance.bytes((int) this.chance.between(0, LONGEST_BODY) * this.chance.below(2));
		}
		return Frames.of(parts);
	}

	private Tag.Nature nature() {
		if (this.plan.climate() != Plan.Climate.STORM) {
			return this.chance.oneIn(8) ? Tag.Nature.FAIL : Tag.Nature.ECHO;
		}
		return switch (this.chance.below(24)) {
			case 0, 1 -> Tag.Nature.FAIL;
			case 2 -> Tag.Nature.POISON;
			case 3 -> Tag.Nature.STUCK;
			default -> Tag.Nature.ECHO;
		};
	}

	private RetryPolicy policy() {
		boolean gentle = this.plan.climate() != Plan.Climate.STORM;
		boolean patient = this.chance.oneIn(6);
		long timeout = gentle ? this.plan.unitNanos() * 60 : patient ? this.plan.unitNanos() * 16
				: this.chance.between(this.plan.unitNanos() / 2, this.plan.unitNanos() * 8);
		Duration rounded = Duration.ofMillis(Math.max(1, timeout / 1_000_000));
		return new RetryPolicy(rounded,
				gentle ? (int) this.chance.between((this.plan.climate() == Plan.Climate.ROLLING) ? 1 : 0, 2)
						: patient ? 5 : this.chance.below(6),
				this.chance.oneIn(6));
	}

	/** What a call's end has to be in this weather. */
	void judge(CallRecord call, Outcome outcome) {
		boolean answered = outcome instanceof Outcome.Replied replied
				&& (replied.reply().status() == ReplyStatus.OK || "boom".equals(replied.reply().code()));
		if (answered || call.cancelled) {
			return;
		}
		this.world.ledger.require(!isSure(call) || outcome instanceof Outcome.Closed,
				() -> "not answered although somebody could have: " + call + " " + outcome);
	}

	private boolean isSure(CallRecord call) {
		return switch (this.plan.climate()) {
			case FAIR -> true;
			case ROLLING, ROUGH -> isFresh(call) || !(call.isOnce() || call.exclusive);
			case STORM -> isFresh(call) || isAskedInTheCalm(call);
		};
	}

	private boolean isFresh(CallRecord call) {
		return isRecovered(call.begunNanos) && call.policy().retries() == 0;
	}

	/** Its last attempt was made when all was well again, and had time enough. */
	private boolean isAskedInTheCalm(CallRecord call) {
		return !call.isOnce() && call.nature == Tag.Nature.ECHO && call.sends > 0 && isRecovered(call.sentNanos)
				&& noPoisonIsLeft()
				&& call.begunNanos + call.policy().total().toNanos() - call.sentNanos >= enough().toNanos();
	}

	/** Callers repeat poison too, as long as their patience lasts. */
	private boolean noPoisonIsLeft() {
		for (CallRecord each : this.world.ledger.calls()) {
			boolean left = each.outcome == null || isRecovered(each.endedNanos);
			if (each.nature == Tag.Nature.POISON && left) {
				return false;
			}
		}
		return true;
	}

	private boolean isRecovered(long instant) {
		return this.world.isCalm() && instant - this.world.calmNanos() > this.plan.recoveryNanos();
	}

	/** What a call needs while all is well. */
	private Duration enough() {
		return this.plan.units(8).plusNanos(this.plan.slowestNanos() * 4 + this.plan.latencyNanos() * 8);
	}

}
