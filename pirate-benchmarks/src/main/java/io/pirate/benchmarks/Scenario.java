package io.pirate.benchmarks;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One row: a load on a topology, and what it is compared with.
 *
 * @param name the row's name
 * @param topology what is asked
 * @param load how it is asked
 * @param ratioTo the name of the row to divide by, or {@code null}
 * @param target the least ratio wanted, or 0 if there is none
 */
record Scenario(String name, Topology topology, Load load, @Nullable String ratioTo, double target) {

	private static final int SMALL = 64;

	private static final int KIBIBYTE = 1024;

	private static final int WINDOW = 1000;

	static List<Scenario> all() {
		return List.of(raw("raw REQ-REP, direct, 1 caller", Topology.REP, Load.sync(Load.Kind.REQ, 1, SMALL)),
				raw("raw DEALER-ROUTER, direct, pipelined", Topology.ROUTER, Load.pipelined(Load.Kind.DEALER, SMALL)),
				raw("ZMQ.proxy, 1 caller", Topology.PROXY, Load.sync(Load.Kind.REQ, 1, SMALL)),
				raw("ZMQ.proxy, pipelined", Topology.PROXY, Load.pipelined(Load.Kind.DEALER, SMALL)),
				raw("ZMQ.proxy, pipelined, 1 KiB", Topology.PROXY, Load.pipelined(Load.Kind.DEALER, KIBIBYTE)),
				of("queue, foreign peers, pipelined", Topology.QUEUE_RAW_WORKERS,
						Load.pipelined(Load.Kind.DEALER, SMALL), "ZMQ.proxy, pipelined", 1.6),
				of("queue, foreign peers, pipelined, 1 KiB", Topology.QUEUE_RAW_WORKERS,
						Load.pipelined(Load.Kind.DEALER, KIBIBYTE), "ZMQ.proxy, pipelined, 1 KiB", 0),
				of("queue, our client and workers, pipelined", Topology.QUEUE, Load.pipelined(Load.Kind.CLIENT, SMALL),
						"ZMQ.proxy, pipelined", 0),
				raw("queue, raw DEALER, 1 caller", Topology.QUEUE, Load.sync(Load.Kind.DEALER, 1, SMALL)),
				of("queue, PirateClient, 1 caller", Topology.QUEUE, Load.sync(Load.Kind.CLIENT, 1, SMALL),
						"queue, raw DEALER, 1 caller", 0.9),
				of("queue, PirateClient, 64 callers", Topology.QUEUE, Load.sync(Load.Kind.CLIENT, 64, SMALL),
						"queue, raw DEALER, 1 caller", 0),
				raw("queue + @PirateWorker, raw DEALER, 1 caller", Topology.SPRING,
						Load.sync(Load.Kind.DEALER, 1, SMALL)),
				of("queue + @PirateWorker, PirateTemplate, 1 caller", Topology.SPRING,
						Load.sync(Load.Kind.TEMPLATE, 1, SMALL), "queue + @PirateWorker, raw DEALER, 1 caller", 0.9),
				of("queue + @PirateWorker, PirateTemplate, 64 callers", Topology.SPRING,
						Load.sync(Load.Kind.TEMPLATE, 64, SMALL), "queue + @PirateWorker, raw DEALER, 1 caller", 0),
				of("queue + @PirateWorker, PirateTemplate, pipelined", Topology.SPRING,
						Load.pipelined(Load.Kind.TEMPLATE, SMALL), "ZMQ.proxy, pipelined", 0),
				of("direct server, PirateTemplate, 1 caller", Topology.DIRECT, Load.sync(Load.Kind.TEMPLATE, 1, SMALL),
						"raw REQ-REP, direct, 1 caller", 0.9),
				of("direct server, PirateTemplate, 64 callers", Topology.DIRECT,
						Load.sync(Load.Kind.TEMPLATE, 64, SMALL), "raw REQ-REP, direct, 1 caller", 0));
	}

	private static Scenario raw(String name, Topology topology, Load load) {
		return new Scenario(name, topology, load, null, 0);
	}

	private static Scenario of(String name, Topology topology, Load load, String ratioTo, double target) {
		return new Scenario(name, topology, load, ratioTo, target);
	}

	static int window() {
		return WINDOW;
	}

}
