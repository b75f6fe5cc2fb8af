package io.pirate.benchmarks;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One row: a load on a topology, and what it is compared with.
 *
 * @param name the row's name
 * @param topology what is asked
 * @param wakeup by what JeroMQ's threads wake each other
 * @param load how it is asked
 * @param ratioTo the name of the row to divide by, or {@code null}
 * @param target the least ratio wanted, or 0 if there is none
 */
record Scenario(String name, Topology topology, Wakeup wakeup, Load load, @Nullable String ratioTo, double target) {

	private static final int SMALL = 64;

	private static final int KIBIBYTE = 1024;

	private static final int WINDOW = 1000;

	static List<Scenario> all() {
		return List.of(stock("raw REQ-REP, direct, 1 caller", Topology.REP, Load.sync(Load.Kind.REQ, 1, SMALL)),
				stock("raw DEALER-ROUTER, direct, pipelined", Topology.ROUTER, Load.pipelined(Load.Kind.DEALER, SMALL)),
				stock("ZMQ.proxy, 1 caller", Topology.PROXY, Load.sync(Load.Kind.REQ, 1, SMALL)),
				stock("ZMQ.proxy, pipelined", Topology.PROXY, Load.pipelined(Load.Kind.DEALER, SMALL)),
				stock("ZMQ.proxy, pipelined, 1 KiB", Topology.PROXY, Load.pipelined(Load.Kind.DEALER, KIBIBYTE)),
				ours("ZMQ.proxy, our wake-up, 1 caller", Topology.PROXY, Load.sync(Load.Kind.REQ, 1, SMALL),
						"ZMQ.proxy, 1 caller", 0),
				ours("ZMQ.proxy, our wake-up, pipelined", Topology.PROXY, Load.pipelined(Load.Kind.DEALER, SMALL),
						"ZMQ.proxy, pipelined", 0),
				foreign("queue, foreign peers, pipelined", Load.pipelined(Load.Kind.DEALER, SMALL),
						"ZMQ.proxy, pipelined", 1.6),
				foreign("queue, foreign peers, pipelined, 1 KiB", Load.pipelined(Load.Kind.DEALER, KIBIBYTE),
						"ZMQ.proxy, pipelined, 1 KiB", 0),
				ours("queue, our client and workers, pipelined", Topology.QUEUE,
						Load.pipelined(Load.Kind.CLIENT, SMALL), "ZMQ.proxy, pipelined", 0),
				base("queue, raw DEALER, 1 caller", Topology.QUEUE, Load.sync(Load.Kind.DEALER, 1, SMALL)),
				ours("queue, PirateClient, 1 caller", Topology.QUEUE, Load.sync(Load.Kind.CLIENT, 1, SMALL),
						"queue, raw DEALER, 1 caller", 0.9),
				new Scenario("queue, stock wake-up, PirateClient, 1 caller", Topology.QUEUE, Wakeup.STOCK,
						Load.sync(Load.Kind.CLIENT, 1, SMALL), "queue, PirateClient, 1 caller", 0),
				ours("queue, PirateClient, 64 callers", Topology.QUEUE, Load.sync(Load.Kind.CLIENT, 64, SMALL),
						"queue, raw DEALER, 1 caller", 0),
				base("queue + @PirateWorker, raw DEALER, 1 caller", Topology.SPRING,
						Load.sync(Load.Kind.DEALER, 1, SMALL)),
				ours("queue + @PirateWorker, PirateTemplate, 1 caller", Topology.SPRING,
						Load.sync(Load.Kind.TEMPLATE, 1, SMALL), "queue + @PirateWorker, raw DEALER, 1 caller", 0.9),
				ours("queue + @PirateWorker, PirateTemplate, 64 callers", Topology.SPRING,
						Load.sync(Load.Kind.TEMPLATE, 64, SMALL), "queue + @PirateWorker, raw DEALER, 1 caller", 0),
				ours("queue + @PirateWorker, PirateTemplate, pipelined", Topology.SPRING,
						Load.pipelined(Load.Kind.TEMPLATE, SMALL), "ZMQ.proxy, pipelined", 0),
				ours("direct server, PirateTemplate, 1 caller", Topology.DIRECT,
						Load.sync(Load.Kind.TEMPLATE, 1, SMALL), "raw REQ-REP, direct, 1 caller", 0.9),
				ours("direct server, PirateTemplate, 64 callers", Topology.DIRECT,
						Load.sync(Load.Kind.TEMPLATE, 64, SMALL), "raw REQ-REP, direct, 1 caller", 0));
	}

	/** JeroMQ alone, as it is. */
	private static Scenario stock(String name, Topology topology, Load load) {
		return new Scenario(name, topology, Wakeup.STOCK, load, null, 0);
	}

	/** To compare others with. */
	private static Scenario base(String name, Topology topology, Load load) {
		return new Scenario(name, topology, Wakeup.OURS, load, null, 0);
	}

	private static Scenario foreign(String name, Load load, String ratioTo, double target) {
		return new Scenario(name, Topology.QUEUE_RAW_WORKERS, Wakeup.OURS_IN_QUEUE, load, ratioTo, target);
	}

	private static Scenario ours(String name, Topology topology, Load load, String ratioTo, double target) {
		return new Scenario(name, topology, Wakeup.OURS, load, ratioTo, target);
	}

	static int window() {
		return WINDOW;
	}

}
