package io.pirate.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;

import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.load.Load.Kind;
import io.pirate.benchmarks.stage.Setup;
import io.pirate.benchmarks.stage.Topology;
import io.pirate.benchmarks.stage.Wakeup;

/** The table: everything side by side, and the targets that need no more than that. */
final class MainRows {

	static final int SMALL = 64;

	static final int KIBIBYTE = 1024;

	static final int WINDOW = 1000;

	static final String REQ = "raw REQ-REP, direct, 1 caller";

	static final String PROXY = "ZMQ.proxy, pipelined";

	static final String PROXY_KIBIBYTE = "ZMQ.proxy, pipelined, 1 KiB";

	static final String PROXY_THREE = "ZMQ.proxy, three frames, pipelined";

	static final String PROXY_SYNC = "ZMQ.proxy, 1 caller";

	static final String COMPACT = "queue, compact peers, pipelined";

	static final String FOREIGN = "queue, foreign peers, pipelined";

	static final String OURS = "queue, our client and workers, pipelined";

	static final String DEALER = "queue, raw DEALER, 1 caller";

	static final String CLIENT = "queue, PirateClient, 1 caller";

	static final String CLIENTS = "queue, PirateClient, 64 callers";

	static final String SPRING_DEALER = "queue + @PirateWorker, raw DEALER, 1 caller";

	static final String TEMPLATE = "queue + @PirateWorker, PirateTemplate, 1 caller";

	static final String TEMPLATES = "queue + @PirateWorker, PirateTemplate, 64 callers";

	private static final double MAJORDOMO = 0.95;

	private static final double KILOBYTE_AND_A_HALF = 1500;

	private MainRows() {
	}

	static Group group() {
		List<Scenario> rows = new ArrayList<>(stock());
		rows.addAll(pipelined());
		rows.addAll(large());
		rows.addAll(callers());
		rows.addAll(spring());
		return new Group("main", "side by side", rows,
				List.of(Claim.rates(FOREIGN + " / " + PROXY_THREE, FOREIGN, PROXY_THREE, 0), Claim.tail(CLIENT, 2),
						Claim.tail(TEMPLATE, 2), Claim.allocation(COMPACT, KILOBYTE_AND_A_HALF)));
	}

	/** JeroMQ alone, as it is, and with nothing but our wake-up. */
	private static List<Scenario> stock() {
		Setup proxy = Setup.of(Topology.PROXY, Wakeup.STOCK);
		Setup woken = Setup.of(Topology.PROXY, Wakeup.OURS);
		return List.of(Scenario.of(REQ, Setup.of(Topology.REP, Wakeup.STOCK), Load.sync(Kind.REQ, 1, SMALL)),
				Scenario.of("raw DEALER-ROUTER, direct, pipelined", Setup.of(Topology.ROUTER, Wakeup.STOCK),
						pipelined(Kind.DEALER, SMALL)),
				Scenario.of(PROXY_SYNC, proxy, Load.sync(Kind.REQ, 1, SMALL)),
				Scenario.of(PROXY, proxy, pipelined(Kind.BODY, SMALL)),
				Scenario.of(PROXY_KIBIBYTE, proxy, pipelined(Kind.BODY, KIBIBYTE)),
				Scenario.of(PROXY_THREE, proxy, pipelined(Kind.DEALER, SMALL)),
				Scenario.of("ZMQ.proxy, our wake-up, 1 caller", woken, Load.sync(Kind.REQ, 1, SMALL)).to(PROXY_SYNC),
				Scenario.of("ZMQ.proxy, our wake-up, pipelined", woken, pipelined(Kind.BODY, SMALL)).to(PROXY));
	}

	private static List<Scenario> pipelined() {
		Setup compact = Setup.of(Topology.QUEUE_COMPACT, Wakeup.OURS).alsoNamed();
		Setup foreign = Setup.of(Topology.QUEUE_FOREIGN, Wakeup.OURS_IN_QUEUE);
		Setup ours = Setup.of(Topology.QUEUE, Wakeup.OURS).alsoNamed();
		return List.of(Scenario.of(COMPACT, compact, pipelined(Kind.COMPACT, SMALL)).to(PROXY, 2.4),
				Scenario.of(COMPACT + ", 1 KiB", compact, pipelined(Kind.COMPACT, KIBIBYTE)).to(PROXY_KIBIBYTE, 2.0),
				Scenario.of(FOREIGN, foreign, pipelined(Kind.DEALER, SMALL)).to(PROXY, 1.6),
				Scenario.of(FOREIGN + ", 1 KiB", foreign, pipelined(Kind.DEALER, KIBIBYTE)).to(PROXY_KIBIBYTE),
				Scenario.of("queue, Majordomo, compact peers, pipelined", compact, pipelined(Kind.COMPACT_NAMED, SMALL))
					.to(COMPACT, MAJORDOMO),
				Scenario.of(OURS, ours, pipelined(Kind.CLIENT, SMALL)).to(PROXY),
				Scenario
					.of("queue, Majordomo, our client and workers, pipelined", ours,
							pipelined(Kind.CLIENT_NAMED, SMALL))
					.to(OURS, MAJORDOMO));
	}

	private static List<Scenario> large() {
		List<Scenario> rows = new ArrayList<>();
		for (Payload payload : List.of(Payload.LARGE, Payload.HUGE)) {
			String proxy = PROXY + payload.suffix();
			rows.add(Scenario.of(proxy, Setup.of(Topology.PROXY, Wakeup.STOCK), payload.load(Kind.BODY)));
			rows.add(Scenario
				.of(OURS + payload.suffix(), Setup.of(Topology.QUEUE, Wakeup.OURS), payload.load(Kind.CLIENT))
				.to(proxy));
		}
		return rows;
	}

	private static List<Scenario> callers() {
		Setup ours = Setup.of(Topology.QUEUE, Wakeup.OURS).alsoNamed();
		return List
			.of(Scenario.of(DEALER, ours, Load.sync(Kind.DEALER, 1, SMALL)),
					Scenario.of(CLIENT, ours, Load.sync(Kind.CLIENT, 1, SMALL)).to(DEALER, 0.9),
					Scenario.of("queue, stock wake-up, PirateClient, 1 caller", Setup.of(Topology.QUEUE, Wakeup.STOCK),
							Load.sync(Kind.CLIENT, 1, SMALL))
						.to(CLIENT),
					Scenario.of(CLIENTS, ours, Load.sync(Kind.CLIENT, 64, SMALL)).to(DEALER),
					Scenario
						.of("queue, Majordomo, PirateClient, 64 callers", ours, Load.sync(Kind.CLIENT_NAMED, 64, SMALL))
						.to(CLIENTS, MAJORDOMO));
	}

	private static List<Scenario> spring() {
		Setup spring = Setup.of(Topology.SPRING, Wakeup.OURS);
		Setup direct = Setup.of(Topology.DIRECT, Wakeup.OURS);
		return List.of(Scenario.of(SPRING_DEALER, spring, Load.sync(Kind.DEALER, 1, SMALL)),
				Scenario.of(TEMPLATE, spring, Load.sync(Kind.TEMPLATE, 1, SMALL)).to(SPRING_DEALER, 0.9),
				Scenario.of(TEMPLATES, spring, Load.sync(Kind.TEMPLATE, 64, SMALL)).to(SPRING_DEALER),
				Scenario.of("queue + @PirateWorker, PirateTemplate, pipelined", spring, pipelined(Kind.TEMPLATE, SMALL))
					.to(PROXY),
				Scenario.of("direct server, PirateTemplate, 1 caller", direct, Load.sync(Kind.TEMPLATE, 1, SMALL))
					.to(REQ, 0.9),
				Scenario.of("direct server, PirateTemplate, 64 callers", direct, Load.sync(Kind.TEMPLATE, 64, SMALL))
					.to(REQ));
	}

	static Load pipelined(Kind kind, int bytes) {
		return Load.pipelined(kind, WINDOW, bytes);
	}

}
