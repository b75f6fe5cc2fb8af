package io.pirate.benchmarks.stage;

/** By which signaler JeroMQ's threads wake each other, in the processes of a row. */
public enum Wakeup {

	/** JeroMQ as it is, everywhere. */
	STOCK(false, false),

	/** Ours everywhere, as in applications with pirate. */
	OURS(true, true),

	/** Ours in the queue, JeroMQ as it is in peers that know nothing of us. */
	OURS_IN_QUEUE(true, false);

	private final boolean front;

	private final boolean peers;

	Wakeup(boolean front, boolean peers) {
		this.front = front;
		this.peers = peers;
	}

	/** Whether what clients connect to uses ours. */
	boolean inFront() {
		return this.front;
	}

	/** Whether clients and workers use ours. */
	boolean inPeers() {
		return this.peers;
	}

}
