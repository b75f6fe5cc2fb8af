package io.pirate.reactor;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.pirate.machine.ClientEvents;

/** Two machines ask the same endpoints: tells only what changes for both together. */
final class EndpointTally implements ClientEvents {

	private final ConcurrentMap<String, Integer> connected = new ConcurrentHashMap<>();

	private final ClientEvents events;

	EndpointTally(ClientEvents events) {
		this.events = events;
	}

	@Override
	public void endpointConnected(String endpoint) {
		if (this.connected.merge(endpoint, 1, Integer::sum) == 1) {
			this.events.endpointConnected(endpoint);
		}
	}

	@Override
	public void endpointLost(String endpoint) {
		if (this.connected.merge(endpoint, -1, Integer::sum) == 0) {
			this.events.endpointLost(endpoint);
		}
	}

}
