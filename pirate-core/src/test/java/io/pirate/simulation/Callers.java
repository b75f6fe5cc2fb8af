package io.pirate.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.pirate.machine.Call;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/** Those who make the calls, and what they may expect in this weather. */
final class Callers {

	private static final long LONGEST_BODY = 300;

	/** How long a worker waits with the latest part for what comes after it. */
	private static final long HOLD_NANOS = 50_000_000;

	private static final ServiceName UNSERVED = new ServiceName("nobody");

	private static final List<Integer> EVERY = List.of(1, 8, Call.PARTS_TO_REPORT);

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
					() -> call(this.chance.below(this.world.clients.size()), service(), nature(), policy()));
		}
	}

	/** How many calls it takes until each client has asked, and each service was. */
	int callsInTheCalm() {
		return Math.max(this.world.clients.size(), this.plan.services().size());
	}

	/** In the calm every call is answered at its first attempt. */
	void askOnceMore(int number) {
		ServiceName service = this.plan.services().get(number % this.plan.services().size());
		Tag.Nature nature = this.chance.oneIn(2) ? Tag.Nature.STREAM : Tag.Nature.ECHO;
		call(number % this.world.clients.size(), service, nature, new RetryPolicy(enough(), 0, false));
	}

	private void call(int client, ServiceName service, Tag.Nature nature, RetryPolicy policy) {
		Process process = this.world.clients.get(client);
		if (!process.isRunning() || !(process.program() instanceof ClientProgram program)) {
			return;
		}
		Plan.ClientPlan asker = this.plan.clients().get(client);
		RetryPolicy kept = asker.exclusive() ? new RetryPolicy(policy.timeout(), policy.retries(), false)
				: service.equals(UNSERVED) ? new RetryPolicy(policy.timeout(), 0, policy.atMostOnce()) : policy;
		Tag tag = new Tag(this.world.ledger.nextNumber(), nature);
		Request request = new Request(service, body(tag), this.chance.oneIn(2) ? "text/plain" : null,
				this.chance.oneIn(2) ? Map.of("h", "v" + tag.call()) : Map.of());
		CallRecord call = this.world.ledger.begin(process, asker, nature, request, kept, taking(nature));
		this.world.trace.add(process.name, () -> "begins " + call + " " + kept);
		process.enter(() -> program.call(call, this.world.timeline.now()), process.life());
	}

	/** Some want every part; some of those are slow. */
	private CallRecord.@Nullable Taking taking(Tag.Nature nature) {
		if (!this.chance.oneIn((nature == Tag.Nature.STREAM) ? 2 : 5)) {
			return null;
		}
		long longest = this.plan.unitNanos() * (this.plan.climate() == Plan.Climate.STORM ? 4 : 1);
		long nanos = this.chance.oneIn(2) ? 0 : this.chance.between(0, this.chance.oneIn(4) ? longest : longest / 16);
		return new CallRecord.Taking(this.chance.pick(EVERY), nanos);
	}

	/** In bad weather, sometimes one that nobody serves. */
	private ServiceName service() {
		boolean lost = this.plan.climate() == Plan.Climate.STORM && this.chance.oneIn(24);
		return lost ? UNSERVED : this.chance.pick(this.plan.services());
	}

	void cancelLater(CallRecord call) {
		Process process = call.client;
		this.world.timeline.after(this.chance.between(0, this.plan.unitNanos() * 4), () -> process.enter(() -> {
			if (call.outcome == null && process.program() instanceof ClientProgram program) {
				program.cancel(call, this.world.timeline.now());
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
			return this.chance.oneIn(8) ? Tag.Nature.FAIL : this.chance.oneIn(3) ? Tag.Nature.STREAM : Tag.Nature.ECHO;
		}
		return switch (this.chance.below(24)) {
			case 0, 1 -> Tag.Nature.FAIL;
			case 2 -> Tag.Nature.POISON;
			case 3 -> Tag.Nature.STUCK;
			case 4, 5, 6, 7, 8, 9, 10 -> Tag.Nature.STREAM;
			default -> Tag.Nature.ECHO;
		};
	}

	private RetryPolicy policy() {
		boolean gentle = this.plan.climate() != Plan.Climate.STORM;
		boolean patient = this.chance.oneIn(6);
		long timeout = gentle ? this.plan.unitNanos() * 60 : patient ? this.plan.unitNanos() * 16
				: this.chance.between(this.plan.unitNanos() / 2, this.plan.unitNanos() * 8);
		if (this.plan.climate() == Plan.Climate.REDUNDANT) {
			return new RetryPolicy(enough(), Plan.TROUBLES * 2, this.chance.oneIn(6), null);
		}
		Duration rounded = Duration.ofMillis(Math.max(1, timeout / 1_000_000));
		return new RetryPolicy(rounded,
				gentle ? (int) this.chance.between((this.plan.climate() == Plan.Climate.ROLLING) ? 1 : 0, 2)
						: patient ? 5 : this.chance.below(6),
				this.chance.oneIn(6),
				(!gentle && this.chance.oneIn(10)) ? this.plan.units(this.chance.below(3)) : null);
	}

	/** What a call's end has to be in this weather. */
	void judge(CallRecord call, Outcome outcome) {
		boolean answered = outcome instanceof Outcome.Replied replied
				&& (replied.reply().status() == ReplyStatus.OK || "boom".equals(replied.reply().code()));
		// what has begun is nobody else's, so it may break with its worker
		boolean mayBreak = call.hasParts() && this.plan.climate() != Plan.Climate.FAIR && !isFresh(call);
		if (answered || call.cancelled || mayBreak) {
			return;
		}
		this.world.ledger.require(!isSure(call) || outcome instanceof Outcome.Closed,
				() -> "not answered although somebody could have: " + call + " " + outcome);
	}

	private boolean isSure(CallRecord call) {
		return switch (this.plan.climate()) {
			case FAIR -> true;
			case ROLLING, ROUGH, REDUNDANT -> isFresh(call) || !(call.isOnce() || call.exclusive);
			case STORM -> isFresh(call) || isAskedInTheCalm(call);
		};
	}

	private boolean isFresh(CallRecord call) {
		return isRecovered(call.begunNanos) && call.policy().retries() == 0;
	}

	/** Its last attempt was made when all was well again, and had time enough. */
	private boolean isAskedInTheCalm(CallRecord call) {
		boolean served = this.plan.services().contains(call.service()) && call.policy().noWorkerTimeout() == null;
		boolean willing = call.nature == Tag.Nature.ECHO || call.nature == Tag.Nature.STREAM;
		return served && !call.isOnce() && willing && call.sends > 0 && isRecovered(call.sentNanos) && noPoisonIsLeft()
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
		return this.plan.units(8).plusNanos(this.plan.slowestNanos() * 4 + this.plan.latencyNanos() * 8 + HOLD_NANOS);
	}

}
