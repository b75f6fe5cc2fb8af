package io.pirate.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * Whom a client has lost, and when: a call goes to a second queue only after a stated
 * time.
 */
final class Losses {

	private final World world;

	private final Map<String, Long> lost = new HashMap<>();

	/** Since when something is awaited from there, and nothing was heard. */
	private final Map<String, Long> awaited = new HashMap<>();

	Losses(World world) {
		this.world = world;
	}

	void heard(String endpoint) {
		this.awaited.remove(endpoint);
	}

	void lost(String endpoint) {
		this.lost.put(endpoint, this.world.timeline.now());
	}

	/** A call is about to be sent there. */
	void check(CallRecord call, String to) {
		String from = call.lastSentTo;
		long now = this.world.timeline.now();
		call.lastSentTo = to;
		Long silence = (from != null) ? this.awaited.get(from) : null;
		this.awaited.putIfAbsent(to, now);
		if (from == null || this.world.plan.climate() != Plan.Climate.REDUNDANT) {
			return;
		}
		boolean turnedAway = call.rejections > 0;
		boolean timedOut = now - call.begunNanos >= call.policy().timeout().toNanos();
		long delay = this.world.plan.failoverDelay().toNanos();
		Long end = this.lost.get(from);
		boolean ended = end != null && end - call.sentNanos >= 0;
		boolean gone = ended && now - end >= delay;
		boolean stays = from.equals(to) && !ended;
		boolean silent = silence != null && now - silence >= this.world.plan.unitNanos() + delay;
		this.world.ledger.require(turnedAway || timedOut || gone || stays || silent,
				() -> "goes from " + from + " to " + to + " before a stated time is over: " + call);
		this.world.tally.count((delay > 0) ? "client.moved-later" : "client.moved", (stays || turnedAway) ? 0 : 1);
	}

}
