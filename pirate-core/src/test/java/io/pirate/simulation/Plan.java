package io.pirate.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.wire.WorkerDialect;

/**
 * Who takes part in a run, with which settings, and how bad it gets. Every duration is a
 * multiple of one unit, so that a run has about as many events whatever its pace.
 *
 * @param climate what may go wrong
 * @param unitNanos the heartbeat interval
 * @param latencyNanos the longest time a message travels while all is well
 * @param silenceNanos after that much silence the transport ends a connection
 * @param queues how many queues
 * @param oneSocket whether a queue serves clients and workers at one endpoint
 * @param queue their settings
 * @param clients everyone who asks
 * @param workers everyone who answers
 * @param calls how many calls are made in bad weather
 * @param stormNanos how long the bad weather lasts
 * @param slowestNanos the longest an ordinary handler takes
 * @param handlerTimeoutNanos how long a handler may take
 */
record Plan(Climate climate, long unitNanos, long latencyNanos, long silenceNanos, int queues, boolean oneSocket,
		QueueSettings queue, List<ClientPlan> clients, List<WorkerPlan> workers, int calls, long stormNanos,
		long slowestNanos, long handlerTimeoutNanos) {

	/** The longest pause of a worker before it connects again, in units. */
	static final int LONGEST_BACKOFF = 4;

	/** As many as there can be, and hardly more. */
	private static final int SCARCE_WORKERS = 5;

	private static final List<Long> UNITS = List.of(20_000_000L, 100_000_000L, 250_000_000L, 1_000_000_000L);

	/** What may go wrong. */
	enum Climate {

		/** Nothing: every call is answered, and runs once. */
		FAIR,

		/** Workers and queues leave in an orderly way: no call is lost. */
		ROLLING,

		/**
		 * Workers die, freeze and are cut off: others answer, without the client's retry.
		 */
		ROUGH,

		/** Anything. */
		STORM

	}

	/**
	 * A client.
	 *
	 * @param exclusive whether each call has a socket of its own
	 * @param maxInFlight open calls it allows
	 */
	record ClientPlan(boolean exclusive, int maxInFlight) {
	}

	/**
	 * A worker.
	 *
	 * @param dialect its protocol
	 * @param concurrency handlers at once
	 * @param capacity requests in hand
	 * @param foreign whether it does not say of itself what ours say
	 */
	record WorkerPlan(WorkerDialect dialect, int concurrency, int capacity, boolean foreign) {
	}

	static Plan draw(Chance chance) {
		int draw = chance.below(10);
		Climate climate = (draw == 0) ? Climate.FAIR
				: (draw == 1) ? Climate.ROLLING : (draw <= 3) ? Climate.ROUGH : Climate.STORM;
		return draw(chance, climate);
	}

	static Plan draw(Chance chance, Climate climate) {
		long unit = chance.pick(UNITS);
		long latency = chance.oneIn(4) ? unit / 8 : Math.max(10_000, unit / 200);
		long silence = chance.between(unit * 3 / 2, unit * 6);
		boolean gentle = climate != Climate.STORM;
		long slowest = chance.between(unit / 10, unit * (chance.oneIn(3) ? 6 : 2));
		boolean oneSocket = chance.oneIn(4);
		QueueSettings queue = queueSettings(chance, unit, gentle);
		int queues = (climate == Climate.ROLLING || (!gentle && chance.oneIn(2))) ? 2 : 1;
		// refused, a Simple Pirate cannot notice; at one socket its READY is a REQ's body
		boolean roomForSimple = queue.maxWorkers() > SCARCE_WORKERS && !oneSocket;
		return new Plan(climate, unit, latency, silence, queues, oneSocket, queue, clients(chance, gentle),
				workers(chance, gentle, roomForSimple), (int) chance.between(3, chance.oneIn(4) ? 60 : 24),
				unit * chance.between(8, 24), slowest, slowest + unit * chance.between(1, 4));
	}

	Duration units(long units) {
		return Duration.ofNanos(this.unitNanos * units);
	}

	HeartbeatPolicy heartbeat() {
		return this.queue.heartbeat();
	}

	/** How long it takes at most, once nothing breaks any more, until all is up again. */
	long recoveryNanos() {
		return this.silenceNanos * 2 + heartbeat().allowanceNanos() * 2 + this.unitNanos * (LONGEST_BACKOFF * 2 + 4)
				+ this.handlerTimeoutNanos;
	}

	private static QueueSettings queueSettings(Chance chance, long unit, boolean gentle) {
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(Duration.ofNanos(unit), (int) chance.between(2, 4));
		boolean tight = !gentle && chance.oneIn(6);
		return new QueueSettings(heartbeat, tight ? (int) chance.between(1, 4) : 10_000, tight ? 4_000 : 1_000_000,
				(int) chance.between(1, 8), 10, chance.oneIn(4) ? SCARCE_WORKERS : 1_000,
				Duration.ofNanos(unit * (gentle ? 60 : chance.between(2, 20))), (int) chance.between(gentle ? 3 : 1, 4),
				Duration.ofNanos(unit * chance.between(1, 20)), chance.oneIn(6) ? 3_000 : 1_000_000, 4);
	}

	private static List<ClientPlan> clients(Chance chance, boolean gentle) {
		List<ClientPlan> clients = new ArrayList<>();
		long count = chance.between(1, 3);
		for (int i = 0; i < count; i++) {
			boolean exclusive = chance.oneIn(5);
			clients.add(new ClientPlan(exclusive, (!gentle && chance.oneIn(8)) ? 2 : 1_000));
		}
		return clients;
	}

	private static List<WorkerPlan> workers(Chance chance, boolean gentle, boolean roomForSimple) {
		List<WorkerPlan> workers = new ArrayList<>();
		long count = chance.between(gentle ? 2 : 1, 4);
		for (int i = 0; i < count; i++) {
			int concurrency = (int) chance.between(1, 3);
			boolean simple = i > 1 && roomForSimple && chance.oneIn(4);
			workers
				.add(simple ? new WorkerPlan(WorkerDialect.SIMPLE, 1, 1, false) : new WorkerPlan(WorkerDialect.PARANOID,
						concurrency, concurrency + chance.below(4), chance.oneIn(6)));
		}
		return workers;
	}

}
