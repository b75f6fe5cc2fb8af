package io.pirate.reactor;

import java.util.Map;

import io.pirate.machine.Peer;
import org.jspecify.annotations.Nullable;

/** Peers by key. Replaced as a whole, never changed. */
public final class PeerTable {

	private final Map<String, Peer> peers;

	private final @Nullable Peer others;

	/**
	 * A table.
	 * @param peers those whose key is known, as {@link io.pirate.wire.Z85} writes it
	 * @param others who holds any other key; {@code null} if nobody else is let in
	 */
	public PeerTable(Map<String, Peer> peers, @Nullable Peer others) {
		this.peers = Map.copyOf(peers);
		this.others = others;
	}

	/** Another table has taken its place. */
	public void supersede() {
		this.peers.values().forEach(Peer::supersede);
		if (this.others != null) {
			this.others.supersede();
		}
	}

	@Nullable Peer find(String key) {
		Peer known = this.peers.get(key);
		return (known != null) ? known : this.others;
	}

}
