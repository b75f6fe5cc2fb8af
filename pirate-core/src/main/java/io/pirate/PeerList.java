package io.pirate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.machine.Peer;
import io.pirate.reactor.PeerTable;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect to a queue or a bound worker. It may be replaced while they run: those
 * who are connected are judged by the new list from their next message on. Safe for use
 * by many threads.
 */
public final class PeerList {

	private final AtomicReference<PeerTable> table;

	/**
	 * A list.
	 * @param peers who may connect; who holds the queue's own secret key always may
	 * @throws IllegalArgumentException if two have the same name, or the same key
	 */
	public PeerList(List<AcceptedPeer> peers) {
		this.table = new AtomicReference<>(tableOf(peers));
	}

	/**
	 * A list.
	 * @param peers who may connect
	 * @return the list
	 */
	public static PeerList of(AcceptedPeer... peers) {
		return new PeerList(List.of(peers));
	}

	/**
	 * Others may connect from now on.
	 * @param peers all of them
	 * @throws IllegalArgumentException if two have the same name, or the same key; the
	 * list stays as it was then
	 */
	public void replace(List<AcceptedPeer> peers) {
		Objects.requireNonNull(this.table.getAndSet(tableOf(peers))).supersede();
	}

	PeerTable table() {
		return Objects.requireNonNull(this.table.get());
	}

	private static PeerTable tableOf(List<AcceptedPeer> peers) {
		Map<String, Peer> byKey = new HashMap<>();
		Set<String> names = new HashSet<>();
		@Nullable Peer others = null;
		for (AcceptedPeer accepted : peers) {
			if (!names.add(accepted.name())) {
				throw new IllegalArgumentException("two peers have the name '" + accepted.name() + "'");
			}
			Peer peer = accepted.toPeer();
			if (accepted.isAnybody()) {
				if (others != null) {
					throw new IllegalArgumentException("two peers stand for every other key");
				}
				others = peer;
				continue;
			}
			for (String key : accepted.publicKeys()) {
				Peer before = byKey.put(key, peer);
				if (before != null) {
					throw new IllegalArgumentException(
							"the peers '" + before.name() + "' and '" + peer.name() + "' have the same key");
				}
			}
		}
		return new PeerTable(byKey, others);
	}

}
