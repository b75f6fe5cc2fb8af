package io.pirate.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;

import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.load.Load.Kind;
import io.pirate.benchmarks.stage.Setup;
import io.pirate.benchmarks.stage.Topology;
import io.pirate.benchmarks.stage.Wakeup;

/**
 * What takes longer: payloads, the matrix of workers and capacities, and how cost grows.
 */
final class FullRows {

	private static final int[] TENS = { 1, 10, 100, 1000 };

	private static final String RAW = "raw ROUTER, our wake-up, ";

	private static final String RAW_PROXY = "ZMQ.proxy, our wake-up, ";

	private static final int MANY_WAITING = 200_000;

	private FullRows() {
	}

	static List<Group> groups() {
		return List.of(payloads(), matrix(), workers(), connections(), inFlight(), queues(), CurveRows.group(),
				TitanicRows.group());
	}

	private static Group payloads() {
		List<Scenario> rows = new ArrayList<>();
		for (Payload payload : Payload.values()) {
			String proxy = MainRows.PROXY + payload.suffix();
			rows.add(Scenario.of("raw DEALER-ROUTER, direct" + payload.suffix(),
					Setup.of(Topology.ROUTER, Wakeup.STOCK), payload.load(Kind.DEALER)));
			rows.add(Scenario.of(proxy, Setup.of(Topology.PROXY, Wakeup.STOCK), payload.load(Kind.BODY)));
			rows.add(Scenario
				.of(MainRows.FOREIGN + payload.suffix(), Setup.of(Topology.QUEUE_FOREIGN, Wakeup.OURS_IN_QUEUE),
						payload.load(Kind.DEALER))
				.to(proxy));
			rows.add(Scenario
				.of(MainRows.OURS + payload.suffix(), Setup.of(Topology.QUEUE, Wakeup.OURS), payload.load(Kind.CLIENT))
				.to(proxy));
		}
		return new Group("payloads", "payloads", rows, List.of());
	}

	private static Group matrix() {
		List<Scenario> rows = new ArrayList<>();
		rows.add(Scenario.of(MainRows.PROXY, Setup.of(Topology.PROXY, Wakeup.STOCK),
				MainRows.pipelined(Kind.BODY, MainRows.SMALL)));
		for (int workers : new int[] { 1, 4, 16 }) {
			for (int capacity : new int[] { 1, 16, 64 }) {
				rows.add(Scenario
					.of(workers + ((workers == 1) ? " worker" : " workers") + " x capacity " + capacity,
							Setup.of(Topology.QUEUE_COMPACT, Wakeup.OURS).with(workers, capacity),
							MainRows.pipelined(Kind.COMPACT, MainRows.SMALL))
					.to(MainRows.PROXY));
			}
		}
		return new Group("matrix", "workers x capacity, compact peers, pipelined", rows, List.of());
	}

	/** Of the same service all of them get work; of another one they only heartbeat. */
	private static Group workers() {
		Load load = MainRows.pipelined(Kind.COMPACT, MainRows.SMALL);
		Setup four = Setup.of(Topology.QUEUE_COMPACT, Wakeup.OURS);
		String base = "4 workers";
		String idle = "4 workers and 1,000 idle ones";
		List<Scenario> rows = new ArrayList<>();
		rows.add(Scenario.of(base, four, load));
		rows.add(Scenario.of(idle, four.withIdle(1000), load).to(base));
		String few = "10 busy workers";
		for (int count : new int[] { 10, 100, 1000 }) {
			rows.add(Scenario.of(count + " busy workers", Setup.of(Topology.QUEUE, Wakeup.OURS).with(count, 64), load)
				.to(few));
		}
		return new Group("workers", "how cost grows with workers", rows, List.of(Claim.cost(idle, base, 1.3)));
	}

	/**
	 * The same connections with the same messages at plain JeroMQ with our wake-up: what
	 * they cost there is a read and a write for each message.
	 */
	private static Group connections() {
		List<Scenario> rows = new ArrayList<>();
		rows.addAll(connections("", Topology.QUEUE_COMPACT));
		rows.addAll(connections(RAW, Topology.ROUTER));
		rows.addAll(connections(RAW_PROXY, Topology.PROXY));
		return new Group("connections", "how cost grows with connections, 1,000 in flight in all", rows,
				List.of(Claim.cost(connections(100), connections(10), 1.5),
						Claim.cost(connections(1000), connections(10), 1.5),
						Claim.cost(RAW + connections(1000), RAW + connections(10), 0),
						Claim.cost(RAW_PROXY + connections(1000), RAW_PROXY + connections(10), 0)));
	}

	private static List<Scenario> connections(String prefix, Topology topology) {
		List<Scenario> rows = new ArrayList<>();
		for (int count : TENS) {
			rows.add(Scenario
				.of(prefix + connections(count), Setup.of(topology, Wakeup.OURS),
						MainRows.pipelined(Kind.COMPACT, MainRows.SMALL).over(count))
				.to(prefix + connections(TENS[0])));
		}
		return rows;
	}

	private static String connections(int count) {
		return count + ((count == 1) ? " connection" : " connections");
	}

	private static Group inFlight() {
		String base = inFlight(1000);
		List<Scenario> rows = new ArrayList<>();
		for (int count = 1; count <= 100_000; count *= 10) {
			Scenario row = Scenario.of(inFlight(count),
					Setup.of(Topology.QUEUE_COMPACT, Wakeup.OURS).withMaxWaiting(MANY_WAITING),
					Load.pipelined(Kind.COMPACT, count, MainRows.SMALL));
			rows.add(row.to(base, (count == 10_000) ? 0.75 : (count == 100_000) ? 0.6 : 0));
		}
		return new Group("in flight", "how cost grows with requests in flight", rows, List.of());
	}

	/** More than one queue needs more than two cores to be worth anything. */
	private static Group queues() {
		String one = "one queue, 64 callers";
		Load load = Load.sync(Kind.CLIENT, 64, MainRows.SMALL);
		return new Group("queues", "several queues", List.of(
				Scenario.of(one, Setup.of(Topology.QUEUE, Wakeup.OURS), load),
				Scenario.of("two queues, 64 callers", Setup.of(Topology.TWO_QUEUES, Wakeup.OURS), load).to(one)),
				List.of());
	}

	private static String inFlight(int count) {
		return count + " in flight";
	}

}
