package io.pirate.machine;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Who was denied what. Everything is counted; told is each case only now and then,
 * because a peer that was denied once mostly tries on.
 */
final class Denials {

	private static final long TOLD_AGAIN_NANOS = 60_000_000_000L;

	/**
	 * Cases of one peer that are told within that time: who invents names makes no more
	 * noise than that, and keeps nobody else's news from being told.
	 */
	private static final int MOST_CASES = 20;

	/** Names come from the configuration: only years of reloads get so far. */
	private static final int MOST_PEERS = 10_000;

	private final Map<String, Entry> byPeer = new HashMap<>();

	private final BrokerEvents events;

	Denials(BrokerEvents events) {
		this.events = events;
	}

	void call(Peer peer, ServiceName service, long now) {
		Entry entry = entry(peer);
		entry.calls++;
		if (entry.isNews(new Case(null, service), now)) {
			this.events.callDenied(peer.name(), service);
		}
	}

	void worker(Peer peer, String worker, ServiceName service, long now) {
		Entry entry = entry(peer);
		entry.workers++;
		if (entry.isNews(new Case(worker, service), now)) {
			this.events.workerDenied(peer.name(), worker, service);
		}
	}

	/** A copy. */
	Map<String, QueueSnapshot.Denied> byPeer() {
		Map<String, QueueSnapshot.Denied> copy = new TreeMap<>();
		this.byPeer.forEach((name, entry) -> copy.put(name, new QueueSnapshot.Denied(entry.calls, entry.workers)));
		return Collections.unmodifiableMap(copy);
	}

	private Entry entry(Peer peer) {
		Entry entry = this.byPeer.get(peer.name());
		if (entry == null) {
			if (this.byPeer.size() >= MOST_PEERS) {
				this.byPeer.clear();
			}
			entry = new Entry();
			this.byPeer.put(peer.name(), entry);
		}
		return entry;
	}

	private record Case(@Nullable String worker, ServiceName service) {
	}

	/** One peer's. */
	private static final class Entry {

		long calls;

		long workers;

		private final Map<Case, Long> told = new HashMap<>();

		boolean isNews(Case denied, long now) {
			Long before = this.told.get(denied);
			if (before != null && now - before < TOLD_AGAIN_NANOS) {
				return false;
			}
			if (before == null && this.told.size() >= MOST_CASES) {
				this.told.values().removeIf((nanos) -> now - nanos >= TOLD_AGAIN_NANOS);
				if (this.told.size() >= MOST_CASES) {
					return false;
				}
			}
			this.told.put(denied, now);
			return true;
		}

	}

}
