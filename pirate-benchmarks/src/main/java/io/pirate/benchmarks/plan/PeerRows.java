package io.pirate.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;

import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.load.Load.Kind;
import io.pirate.benchmarks.stage.Setup;
import io.pirate.benchmarks.stage.Topology;
import io.pirate.benchmarks.stage.Wakeup;

/** What a user might take instead, beside the template in the same run. */
final class PeerRows {

	private static final String ONE = ", 1 caller";

	private static final String MANY = ", 64 callers";

	private static final String QUEUE = "queue + @PirateWorker, PirateTemplate";

	/** As NATS calls its handlers, and gRPC with its direct executor. */
	private static final String QUEUE_IO = "queue + @PirateWorker(ioThread), PirateTemplate";

	private static final String DIRECT = "direct server, PirateTemplate";

	private static final String RABBIT = "RabbitMQ, RabbitTemplate";

	private static final String NATS = "NATS, jnats";

	private static final String GRPC = "gRPC";

	private static final String GRPC_DIRECT = "gRPC, direct executor";

	private PeerRows() {
	}

	static Group group(boolean rabbit, boolean nats) {
		List<Scenario> rows = new ArrayList<>();
		List<Claim> claims = new ArrayList<>();
		add(rows, QUEUE, Topology.SPRING, Kind.TEMPLATE);
		add(rows, QUEUE_IO, Topology.SPRING_IO, Kind.TEMPLATE);
		if (rabbit) {
			add(rows, RABBIT, Topology.RABBIT, Kind.RABBIT);
			compare(claims, "PirateTemplate / RabbitTemplate", QUEUE, RABBIT, 1.6, 4.5);
		}
		if (nats) {
			add(rows, NATS, Topology.NATS, Kind.NATS);
			compare(claims, "PirateTemplate / NATS", QUEUE, NATS, 1.0, 1.2);
			compare(claims, "PirateTemplate, handler on the I/O thread / NATS", QUEUE_IO, NATS, 1.0, 1.2);
		}
		add(rows, GRPC, Topology.GRPC, Kind.GRPC);
		compare(claims, "PirateTemplate / gRPC", QUEUE, GRPC, 1.1, 3);
		add(rows, DIRECT, Topology.DIRECT, Kind.TEMPLATE);
		add(rows, GRPC_DIRECT, Topology.GRPC_DIRECT, Kind.GRPC);
		compare(claims, "direct server / gRPC with direct executor", DIRECT, GRPC_DIRECT, 0, 0);
		return new Group("peers", "what else there is", rows, claims);
	}

	private static void compare(List<Claim> claims, String name, String ours, String theirs, double one, double many) {
		claims.add(Claim.rates(name + ONE, ours + ONE, theirs + ONE, one));
		claims.add(Claim.rates(name + MANY, ours + MANY, theirs + MANY, many));
	}

	private static void add(List<Scenario> rows, String name, Topology topology, Kind kind) {
		Setup setup = Setup.of(topology, Wakeup.OURS);
		rows.add(Scenario.of(name + ONE, setup, Load.sync(kind, 1, MainRows.SMALL)));
		rows.add(Scenario.of(name + MANY, setup, Load.sync(kind, 64, MainRows.SMALL)));
	}

}
