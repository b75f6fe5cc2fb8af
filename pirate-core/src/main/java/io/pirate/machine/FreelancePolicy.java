package io.pirate.machine;

/**
 * How a client that asks servers without a queue between chooses among them.
 *
 * @param strategy who is asked
 * @param byLoad whether the server with the least to do comes first, instead of the first
 * in the stated order
 */
public record FreelancePolicy(Strategy strategy, boolean byLoad) {

	/** Pings, and the first live server in the stated order. */
	public static final FreelancePolicy DEFAULT = new FreelancePolicy(Strategy.PING, false);

	/** Who is asked; the guide's three models. */
	public enum Strategy {

		/** One server; the next attempt asks the next one. No pings. */
		FAILOVER,

		/**
		 * All connected servers at once, and the first reply counts: for services that
		 * may run any number of times. A call that says at most once is sent to one
		 * server. No pings.
		 */
		SHOTGUN,

		/** RFC 10: servers are pinged, and one that answers is asked. */
		PING

	}

	boolean pings() {
		return this.strategy == Strategy.PING;
	}

	boolean asksAll() {
		return this.strategy == Strategy.SHOTGUN;
	}

}
