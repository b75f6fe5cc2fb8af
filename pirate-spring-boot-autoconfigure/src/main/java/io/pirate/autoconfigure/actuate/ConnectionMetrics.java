package io.pirate.autoconfigure.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pirate.spring.PirateQueueLifecycle;

/**
 * Connections that the embedded queue did not let in,
 * {@code pirate.queue.connections.denied}.
 */
public final class ConnectionMetrics implements MeterBinder {

	private final PirateQueueLifecycle queue;

	/**
	 * The metrics.
	 * @param queue the embedded queue
	 */
	public ConnectionMetrics(PirateQueueLifecycle queue) {
		this.queue = queue;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter
			.builder("pirate.queue.connections.denied", this.queue,
					(lifecycle) -> lifecycle.isRunning() ? lifecycle.queue().deniedConnections() : 0)
			.description("Connections whose key is not among the peers")
			.register(registry);
	}

}
