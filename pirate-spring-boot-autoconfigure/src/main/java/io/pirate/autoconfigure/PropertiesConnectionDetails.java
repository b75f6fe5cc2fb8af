package io.pirate.autoconfigure;

import java.util.List;

import io.pirate.spring.PirateQueueLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * The default connection: what the properties say, else the embedded queue where it is
 * bound, else the guide's ports on this machine.
 *
 * @param properties everything below {@code pirate}
 * @param queue the embedded queue, or {@code null} if there is none
 */
record PropertiesConnectionDetails(PirateProperties properties,
		@Nullable PirateQueueLifecycle queue) implements PirateConnectionDetails {

	static final List<String> CLIENT_ENDPOINTS = List.of("tcp://127.0.0.1:5555");

	static final List<String> WORKER_ENDPOINTS = List.of("tcp://127.0.0.1:5556");

	@Override
	public List<String> clientEndpoints() {
		List<String> stated = this.properties.client().endpoints();
		if (stated != null) {
			return stated;
		}
		return (this.queue != null) ? List.of(this.queue.queue().frontend()) : CLIENT_ENDPOINTS;
	}

	@Override
	public List<String> workerEndpoints() {
		List<String> stated = this.properties.worker().endpoints();
		if (stated != null) {
			return stated;
		}
		return (this.queue != null) ? List.of(this.queue.queue().backend()) : WORKER_ENDPOINTS;
	}
}
