package io.pirate.simulation;

import java.util.HashMap;
import java.util.Map;

import io.pirate.wire.Epoch;

/** Who served in which epoch, and what workers have seen of that. */
final class StarBook {

	private final Ledger ledger;

	private final boolean pair;

	/** Whether every start knows that it is later than those before. */
	private final boolean clock;

	private final boolean failback;

	private final Map<Long, String> served = new HashMap<>();

	/** The highest epoch of each node that ever served. */
	private final Map<String, Long> highest = new HashMap<>();

	/** The highest that each life of a worker has seen. */
	private final Map<String, Long> seen = new HashMap<>();

	/** The highest in which a life of a worker was given a call. */
	private final Map<String, Long> given = new HashMap<>();

	StarBook(Ledger ledger, boolean pair, Chance chance) {
		this.ledger = ledger;
		this.pair = pair;
		this.clock = !chance.oneIn(8);
		this.failback = chance.oneIn(2);
	}

	boolean isPair() {
		return this.pair;
	}

	boolean clockRuns() {
		return this.clock;
	}

	boolean failsBack() {
		return this.failback;
	}

	/** A queue begins to serve, or goes on after it was not sure. */
	void serves(Process queue, long epoch) {
		String name = this.clock ? queue.name + " in life " + queue.life() : queue.name;
		String before = this.served.putIfAbsent(epoch, name);
		this.ledger.require(before == null || before.equals(name),
				() -> name + " serves in the epoch " + epoch + " of " + before);
		long last = this.highest.getOrDefault(queue.name, Epoch.NONE);
		this.ledger.require(!this.clock || epoch >= last,
				() -> name + " serves in epoch " + epoch + " after it has served in " + last);
		this.highest.put(queue.name, Math.max(last, epoch));
	}

	/** A worker is given a call. */
	void given(Process worker, CallRecord call, long epoch) {
		this.ledger.require(this.pair == (epoch != Epoch.NONE),
				() -> worker + " is given " + call + " in epoch " + epoch);
		this.seen.merge(worker.name + worker.life(), epoch, Math::max);
		this.given.merge(worker.name + worker.life() + "/" + call.number, epoch, Math::max);
	}

	/** A worker begins to run a call. */
	void runs(Process worker, CallRecord call) {
		long known = this.seen.getOrDefault(worker.name + worker.life(), Epoch.NONE);
		long of = this.given.getOrDefault(worker.name + worker.life() + "/" + call.number, Epoch.NONE);
		this.ledger.require(of >= known,
				() -> worker + " runs " + call + " of epoch " + of + " after it has seen " + known);
	}

}
