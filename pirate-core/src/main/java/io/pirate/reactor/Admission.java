package io.pirate.reactor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.pirate.machine.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Whom a bound socket with CURVE lets in, by the key that a connection has proved to
 * hold. The table may be replaced at any time; connections that exist are judged anew
 * with their next message. Safe for use by many threads.
 */
public final class Admission {

	private final String ownKey;

	private final Supplier<PeerTable> tables;

	private final AtomicLong denied = new AtomicLong();

	/**
	 * An admission.
	 * @param ownKey the socket's own public key: who holds it is of the same application
	 * @param tables gives the present table of all others; asked for each message
	 */
	public Admission(String ownKey, Supplier<PeerTable> tables) {
		this.ownKey = ownKey;
		this.tables = tables;
	}

	/**
	 * Connections that were not let in since the start.
	 * @return the number
	 */
	public long denied() {
		return this.denied.get();
	}

	void countDenied() {
		this.denied.incrementAndGet();
	}

	PeerTable table() {
		return this.tables.get();
	}

	/** Who holds a key by that table, or {@code null} if it is nobody's. */
	@Nullable Peer find(PeerTable table, String key) {
		return this.ownKey.equals(key) ? Peer.SELF : table.find(key);
	}

}
