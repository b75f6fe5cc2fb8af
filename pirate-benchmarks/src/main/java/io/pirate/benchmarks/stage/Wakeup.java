package io.pirate.benchmarks.stage;

import java.util.List;

import io.pirate.JeromqCurve;
import io.pirate.JeromqWakeup;

/**
 * Which of JeroMQ's classes are ours in the processes of a row: what its threads wake
 * each other by, and what it encrypts with.
 */
public enum Wakeup {

	/** JeroMQ as it is, everywhere. */
	STOCK(false, false, true),

	/** Ours everywhere, as in applications with pirate. */
	OURS(true, true, true),

	/** Ours in the queue, JeroMQ as it is in peers that know nothing of us. */
	OURS_IN_QUEUE(true, false, true),

	/** Ours everywhere, but for the cryptography of CURVE. */
	OURS_BUT_CURVE(true, true, false);

	private final boolean front;

	private final boolean peers;

	private final boolean curve;

	Wakeup(boolean front, boolean peers, boolean curve) {
		this.front = front;
		this.peers = peers;
		this.curve = curve;
	}

	/** System properties of what clients connect to. */
	List<String> inFront() {
		return properties(this.front);
	}

	/**
	 * System properties of clients and workers.
	 * @return options of the command line
	 */
	public List<String> inPeers() {
		return properties(this.peers);
	}

	private List<String> properties(boolean wakeup) {
		return List.of("-D" + JeromqWakeup.PROPERTY + "=" + wakeup, "-D" + JeromqCurve.FAST_PROPERTY + "=" + this.curve,
				"-D" + JeromqCurve.GUARDED_PROPERTY + "=" + this.curve);
	}

}
