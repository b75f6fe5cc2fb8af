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

	private static final String RABBIT = "RabbitMQ, RabbitTemplate";

	private static final String NATS = "NATS, jnats";

	private static final String GRPC = "gRPC";

	private static final String GRPC_DIRECT = "gRPC, direct executor";

	private PeerRows() {
	}

	static Group group(boolean rabbit, boolean nats) {
		List<Scenario> rows = new ArrayList<>();
		List<Claim> claims = new ArrayList<>();
		add(rows, "queue + @PirateWorker, PirateTemplate", Topology.SPRING, Kind.TEMPLATE);
		if (rabbit) {
			add(rows, RABBIT, Topology.RABBIT, Kind.RABBIT);
			claims.add(Claim.rates(MainRows.TEMPLATE, RABBIT + ONE, 1.6));
			claims.add(Claim.rates(MainRows.TEMPLATES, RABBIT + MANY, 4.5));
		}
		if (nats) {
			add(rows, NATS, Topology.NATS, Kind.NATS);
			claims.add(Claim.rates(MainRows.TEMPLATE, NATS + ONE, 1.0));
			claims.add(Claim.rates(MainRows.TEMPLATES, NATS + MANY, 1.2));
		}
		add(rows, GRPC, Topology.GRPC, Kind.GRPC);
		claims.add(Claim.rates(MainRows.TEMPLATE, GRPC + ONE, 1.1));
		claims.add(Claim.rates(MainRows.TEMPLATES, GRPC + MANY, 3));
		add(rows, "direct server, PirateTemplate", Topology.DIRECT, Kind.TEMPLATE);
		add(rows, GRPC_DIRECT, Topology.GRPC_DIRECT, Kind.GRPC);
		claims.add(Claim.rates("direct server, PirateTemplate" + ONE, GRPC_DIRECT + ONE, 0));
		claims.add(Claim.rates("direct server, PirateTemplate" + MANY, GRPC_DIRECT + MANY, 0));
		return new Group("peers", "what else there is", rows, claims);
	}

	private static void add(List<Scenario> rows, String name, Topology topology, Kind kind) {
		Setup setup = Setup.of(topology, Wakeup.OURS);
		rows.add(Scenario.of(name + ONE, setup, Load.sync(kind, 1, MainRows.SMALL)));
		rows.add(Scenario.of(name + MANY, setup, Load.sync(kind, 64, MainRows.SMALL)));
	}

}
