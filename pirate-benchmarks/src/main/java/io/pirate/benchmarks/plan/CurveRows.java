package io.pirate.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;

import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.load.Load.Kind;
import io.pirate.benchmarks.stage.Setup;
import io.pirate.benchmarks.stage.Topology;
import io.pirate.benchmarks.stage.Wakeup;

/** What encryption costs, with JeroMQ's cryptography and with ours. */
final class CurveRows {

	private static final Setup PLAIN = Setup.of(Topology.ROUTER, Wakeup.OURS);

	private static final Setup STOCK = Setup.of(Topology.CURVE_ROUTER, Wakeup.OURS_BUT_CURVE);

	private static final Setup OURS = Setup.of(Topology.CURVE_ROUTER, Wakeup.OURS);

	private static final double LEAST_GAIN = 3;

	private CurveRows() {
	}

	static Group group() {
		List<Scenario> rows = new ArrayList<>();
		List<Claim> claims = new ArrayList<>();
		for (Payload payload : new Payload[] { Payload.SMALL, Payload.LARGE }) {
			add(rows, claims, "pipelined" + payload.suffix(), payload.load(Kind.BODY), payload.load(Kind.CURVE_BODY));
		}
		for (Payload payload : new Payload[] { Payload.SMALL, Payload.LARGE }) {
			add(rows, claims, "1 caller" + payload.suffix(), Load.sync(Kind.BODY, 1, payload.bytes()),
					Load.sync(Kind.CURVE_BODY, 1, payload.bytes()));
		}
		add(rows, claims, "connect, ask, close", Load.sync(Kind.CONNECT, 1, MainRows.SMALL),
				Load.sync(Kind.CURVE_CONNECT, 1, MainRows.SMALL));
		for (Payload payload : new Payload[] { Payload.SMALL, Payload.LARGE }) {
			addQueue(rows, "pipelined" + payload.suffix(), payload.load(Kind.CLIENT), payload.load(Kind.CURVE_CLIENT));
		}
		addQueue(rows, "1 caller", Load.sync(Kind.CLIENT, 1, MainRows.SMALL),
				Load.sync(Kind.CURVE_CLIENT, 1, MainRows.SMALL));
		return new Group("curve", "what CURVE costs: raw DEALER-ROUTER, direct; our client and workers at our queue",
				rows, claims);
	}

	/** There and back twice, and what a queue does beside. */
	private static void addQueue(List<Scenario> rows, String name, Load plain, Load encrypted) {
		String without = "queue, NULL, " + name;
		rows.add(Scenario.of(without, Setup.of(Topology.QUEUE, Wakeup.OURS), plain));
		rows.add(Scenario.of("queue, CURVE, " + name, Setup.of(Topology.CURVE_QUEUE, Wakeup.OURS), encrypted)
			.to(without));
	}

	private static void add(List<Scenario> rows, List<Claim> claims, String name, Load plain, Load encrypted) {
		String without = "NULL, " + name;
		String stock = "CURVE, JeroMQ's own, " + name;
		String ours = "CURVE, " + name;
		rows.add(Scenario.of(without, PLAIN, plain));
		rows.add(Scenario.of(stock, STOCK, encrypted).to(without));
		rows.add(Scenario.of(ours, OURS, encrypted).to(without));
		boolean waits = plain.callers() > 0 && plain.kind() == Kind.BODY && plain.bytes() == MainRows.SMALL;
		claims.add(Claim.rates(ours + " / JeroMQ's own", ours, stock, waits ? 0 : LEAST_GAIN));
	}

}
