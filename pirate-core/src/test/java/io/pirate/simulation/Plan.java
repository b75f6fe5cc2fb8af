package io.pirate.simulation;

import java.time.Duration;
import java.util.List;

import io.pirate.machine.ClientProtocol;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;

/**
 * Who takes part in a run, with which settings, and how bad it gets. Every duration is a
 * multiple of one unit, so that a run has about as many events whatever its pace.
 *
 * @param climate what may go wrong
 * @param unitNanos the heartbeat interval
 * @param latencyNanos the longest time a message travels while all is well
 * @param silenceNanos after that much silence the transport ends a connection
 * @param compactQueues one entry for each queue: whether it takes messages in one frame
 * @param oneSocket whether a queue serves clients and workers at one endpoint
 * @param queue their other settings
 * @param services what is served by somebody
 * @param clients everyone who asks
 * @param workers everyone who answers
 * @param calls how many calls are made in bad weather
 * @param stormNanos how long the bad weather lasts
 * @param slowestNanos the longest an ordinary handler takes
 * @param handlerTimeoutNanos how long a handler may take
 */
record Plan(Climate climate, long unitNanos, long latencyNanos, long silenceNanos, List<Boolean> compactQueues,
		boolean oneSocket, QueueSettings queue, List<ServiceName> services, List<ClientPlan> clients,
		List<WorkerPlan> workers, int calls, long stormNanos, long slowestNanos, long handlerTimeoutNanos) {

	/** The longest pause of a worker before it connects again, in units. */
	static final int LONGEST_BACKOFF = 4;

	/** Parts of one reply that may be on their way at once. */
	static final int WINDOW = 64;

	/** How often a queue of several is in trouble. */
	static final int TROUBLES = 3;

	private static final int MOST_CALLS = 36;

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

		/**
		 * One queue at a time dies, freezes, is cut off or stuck, and others are there:
		 * no call fails.
		 */
		REDUNDANT,

		/** Anything. */
		STORM

	}

	/**
	 * A client.
	 *
	 * @param protocol what it speaks to named services
	 * @param exclusive whether each call has a socket of its own
	 * @param compact whether it sends small requests in one frame where it may
	 * @param maxInFlight open calls it allows
	 */
	record ClientPlan(ClientProtocol protocol, boolean exclusive, boolean compact, int maxInFlight) {

		/** Whether it could see more than the last part of a reply. */
		boolean seesParts(ServiceName service) {
			return !this.exclusive || (this.protocol == ClientProtocol.AUTO && !service.isAnonymous());
		}

	}

	/** Whose worker it is. */
	enum Make {

		/** Ours, and says so. */
		OURS,

		/** Ours, but its routing id does not say so. */
		NAMELESS,

		/** Somebody else's, who knows nothing of call frames. */
		FOREIGN

	}

	/**
	 * A worker.
	 *
	 * @param service what it serves
	 * @param dialect its protocol
	 * @param make whose it is
	 * @param concurrency handlers at once
	 * @param capacity requests in hand
	 * @param streaming whether its handlers reply in parts
	 * @param compact whether it takes small requests in one frame
	 */
	record WorkerPlan(ServiceName service, WorkerDialect dialect, Make make, int concurrency, int capacity,
			boolean streaming, boolean compact) {

		/** Whether its queue can tell it of credit. */
		boolean knowsCredit() {
			return this.make == Make.OURS && this.dialect.hasPulse();
		}

	}

	static Plan draw(Chance chance) {
		int draw = chance.below(10);
		Climate climate = (draw == 0) ? Climate.FAIR : (draw == 1) ? Climate.ROLLING
				: (draw <= 3) ? Climate.ROUGH : (draw == 4) ? Climate.REDUNDANT : Climate.STORM;
		return draw(chance, climate);
	}

	static Plan draw(Chance chance, Climate climate) {
		long unit = chance.pick(UNITS);
		long latency = chance.oneIn(4) ? unit / 8 : Math.max(10_000, unit / 200);
		long silence = chance.between(unit * 3 / 2, unit * 6);
		boolean gentle = climate != Climate.STORM;
		long slowest = chance.between(unit / 10, unit * (chance.oneIn(3) ? 6 : 2));
		boolean oneSocket = chance.oneIn(4);
		boolean scarce = chance.oneIn(4);
		Casting casting = new Casting(chance, climate);
		List<ServiceName> services = casting.services();
		// refused, a Simple Pirate cannot notice; at one socket its READY is a REQ's body
		List<WorkerPlan> workers = casting.workers(services, !scarce && !oneSocket);
		List<Boolean> queues = casting.queues();
		QueueSettings queue = queueSettings(chance, unit, gentle, scarce ? workers.size() + 1 : 1_000);
		Plan plan = new Plan(climate, unit, latency, silence, queues, oneSocket, queue, services, casting.clients(),
				workers, (int) chance.between(3, chance.oneIn(4) ? MOST_CALLS : MOST_CALLS / 3),
				unit * chance.between(8, 16), slowest, slowest + unit * chance.between(1, 4));
		return (climate == Climate.REDUNDANT) ? plan.lasting(TROUBLES * 2 * plan.recoveryNanos()) : plan;
	}

	private Plan lasting(long nanos) {
		return new Plan(this.climate, this.unitNanos, this.latencyNanos, this.silenceNanos, this.compactQueues,
				this.oneSocket, this.queue, this.services, this.clients, this.workers, this.calls, nanos,
				this.slowestNanos, this.handlerTimeoutNanos);
	}

	/**
	 * The same people, for two queues of which only one serves. Whoever serves only one
	 * of them, or has no number by which it could be sent to the other one, stays away.
	 */
	Plan asPair() {
		List<Boolean> two = List.of(this.compactQueues.get(0), this.compactQueues.get(this.compactQueues.size() - 1));
		List<ClientPlan> shared = this.clients.stream()
			.map((client) -> new ClientPlan(client.protocol(), false, client.compact(), client.maxInFlight()))
			.toList();
		List<WorkerPlan> everywhere = this.workers.stream()
			.map((worker) -> (worker.make() != Make.FOREIGN) ? worker
					: new WorkerPlan(worker.service(), worker.dialect(), Make.NAMELESS, 1, 1, false, false))
			.toList();
		// a pair waits for silence before it takes over: that is more than REDUNDANT
		// allows
		Climate any = (this.climate == Climate.REDUNDANT) ? Climate.STORM : this.climate;
		return new Plan(any, this.unitNanos, this.latencyNanos, this.silenceNanos, two, this.oneSocket, this.queue,
				this.services, shared, everywhere, this.calls, this.stormNanos, this.slowestNanos,
				this.handlerTimeoutNanos);
	}

	int queues() {
		return this.compactQueues.size();
	}

	Duration units(long units) {
		return Duration.ofNanos(this.unitNanos * units);
	}

	HeartbeatPolicy heartbeat() {
		return this.queue.heartbeat();
	}

	/**
	 * How long what was sent to a lost queue stays there; at once in half of the runs.
	 */
	Duration failoverDelay() {
		boolean waits = this.climate == Climate.REDUNDANT && this.calls % 2 == 0;
		return waits ? Duration.ofNanos(this.slowestNanos + this.unitNanos) : Duration.ZERO;
	}

	/** How long it takes at most, once nothing breaks any more, until all is up again. */
	long recoveryNanos() {
		return this.silenceNanos * 2 + heartbeat().allowanceNanos() * 2 + this.unitNanos * (LONGEST_BACKOFF * 2 + 4)
				+ this.handlerTimeoutNanos;
	}

	private static QueueSettings queueSettings(Chance chance, long unit, boolean gentle, int mostWorkers) {
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(Duration.ofNanos(unit), (int) chance.between(2, 4));
		boolean tight = !gentle && chance.oneIn(6);
		return new QueueSettings(heartbeat, tight ? (int) chance.between(1, 4) : 10_000, tight ? 4_000 : 1_000_000,
				(int) chance.between(1, 8), 10, mostWorkers,
				Duration.ofNanos(unit * (gentle ? 60 : chance.between(2, 20))), (int) chance.between(gentle ? 3 : 1, 4),
				Duration.ofNanos(unit * chance.between(1, 20)), chance.oneIn(6) ? 3_000 : 1_000_000, 4);
	}

}
