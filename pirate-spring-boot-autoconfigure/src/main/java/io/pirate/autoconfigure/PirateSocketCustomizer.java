package io.pirate.autoconfigure;

import io.pirate.ClientOptions;
import io.pirate.QueueOptions;
import io.pirate.WorkerOptions;

/**
 * Changes what sockets are opened with, after properties have been applied. Sockets
 * themselves are not offered: their safe use is the reactor's business.
 */
public interface PirateSocketCustomizer {

	/**
	 * Changes a client.
	 * @param connection its name, empty for the default one
	 * @param options as configured
	 * @return what to use
	 */
	default ClientOptions customize(String connection, ClientOptions options) {
		return options;
	}

	/**
	 * Changes a worker.
	 * @param workerId its name in the registry
	 * @param options as configured
	 * @return what to use
	 */
	default WorkerOptions customize(String workerId, WorkerOptions options) {
		return options;
	}

	/**
	 * Changes the embedded queue.
	 * @param options as configured
	 * @return what to use
	 */
	default QueueOptions customize(QueueOptions options) {
		return options;
	}

}
