package io.pirate.machine;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.pirate.wire.Identity;

/** Which replies in parts are on their way by which connection. */
final class StreamsByClient {

	private final Map<Identity, Set<Work>> byClient = new HashMap<>();

	/** Notes that a reply goes to the connection its request came by. */
	void add(Work work, PartRelay relay) {
		relay.listed = work.client();
		this.byClient.computeIfAbsent(work.client(), (client) -> new LinkedHashSet<>()).add(work);
	}

	/** Forgets a reply, wherever it went. */
	void remove(Work work, PartRelay relay) {
		Set<Work> works = this.byClient.get(relay.listed);
		if (works != null && works.remove(work) && works.isEmpty()) {
			this.byClient.remove(relay.listed);
		}
	}

	/** Forgets a connection that ended; what was on its way there, oldest first. */
	List<Work> take(Identity client) {
		Set<Work> works = this.byClient.remove(client);
		return (works != null) ? List.copyOf(works) : List.of();
	}

	int size() {
		return this.byClient.values().stream().mapToInt(Set::size).sum();
	}

}
