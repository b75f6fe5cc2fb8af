package io.pirate.simulation;

import java.util.Set;

import io.pirate.machine.Outcome;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;

/** Whether a call may end as it does. */
final class Verdict {

	/** How a reply may fail only after its first part. */
	private static final Set<String> AMID_PARTS = Set.of("stream-broken", "gap", "too-slow", "handler-timeout",
			"stalled");

	private final Ledger ledger;

	private final CallRecord call;

	private final World world;

	Verdict(World world, CallRecord call) {
		this.ledger = world.ledger;
		this.call = call;
		this.world = world;
	}

	void check(Outcome outcome, long now) {
		if (outcome instanceof Outcome.Replied replied) {
			check(replied.reply());
		}
		else if (outcome instanceof Outcome.NoReply noReply) {
			require(!this.call.isOnce() || this.call.sends == 0
					|| (this.call.expirations > 0 && this.call.executions == 0), "nobody knows whether it ran");
			require(noReply.attempts() == this.call.policy().attempts() || this.call.expirations > 0,
					"gave up early after " + noReply.attempts() + " attempts");
			require(!this.call.hasBegun(), "no reply, although a part of it came");
		}
		else if (outcome instanceof Outcome.Unknown) {
			boolean silent = this.call.hasBegun()
					&& now - this.call.reception.lastNanos >= this.call.policy().timeout().toNanos();
			require(silent || (this.call.isOnce() && this.call.sends > 0 && !this.call.hasBegun()),
					"unknown, but may be repeated, was never sent, or was heard");
		}
		else if (outcome instanceof Outcome.Cancelled) {
			require(this.call.cancelled, "nobody cancelled");
		}
		else if (outcome instanceof Outcome.Refused) {
			require(this.call.sends == 0, "refused after it was sent");
		}
	}

	private void check(Reply reply) {
		String code = reply.code();
		if (reply.status() == ReplyStatus.OK) {
			checkOk(reply);
		}
		else if ("boom".equals(code)) {
			require(this.call.nature == Tag.Nature.FAIL && this.call.executions > 0, "did not fail");
		}
		else if (code != null && AMID_PARTS.contains(code)) {
			require(this.call.hasParts(), "ended as " + code + " before its first part");
			require(!"gap".equals(code) || this.world.network.hasRepeated(), "a gap out of nothing");
		}
		else if (reply.status() == ReplyStatus.LOST) {
			require(this.call.isOnce() && this.call.deliveries > 0, "lost, but may be repeated");
		}
		else if (reply.status() == ReplyStatus.REJECTED || reply.status() == ReplyStatus.EXPIRED) {
			require(!this.call.isOnce() || this.call.executions == 0, reply.status() + ", but it was run");
		}
		else {
			require("poison".equals(code), "an unexpected failure: " + reply);
		}
	}

	private void checkOk(Reply reply) {
		this.call.reception.requireComplete(reply);
		boolean whole = reply.body().equals(this.call.request().body());
		require(!whole || this.call.exclusive || reply.headers().equals(this.call.request().headers())
				|| (this.call.isRunByForeigner() && reply.headers().isEmpty()), "wrong headers: " + reply.headers());
		boolean failed = this.call.nature == Tag.Nature.FAIL && !this.call.isRunByForeigner();
		require(this.call.executions > 0 && !failed && this.call.nature != Tag.Nature.POISON,
				"nobody gave that answer");
	}

	private void require(boolean kept, String broken) {
		this.ledger.require(kept, () -> broken + ": " + this.call);
	}

}
