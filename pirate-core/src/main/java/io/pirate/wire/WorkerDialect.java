package io.pirate.wire;

/** The protocols a worker may speak with a queue. */
public enum WorkerDialect {

	/** Simple Pirate: a REQ socket, no heartbeats, one request in hand. */
	SIMPLE(false),

	/** Paranoid Pirate, RFC 6: a DEALER with a pulse. */
	PARANOID(true);

	private final boolean pulse;

	WorkerDialect(boolean pulse) {
		this.pulse = pulse;
	}

	/**
	 * Whether peers of this dialect exchange heartbeats.
	 * @return false for Simple Pirate
	 */
	public boolean hasPulse() {
		return this.pulse;
	}

}
