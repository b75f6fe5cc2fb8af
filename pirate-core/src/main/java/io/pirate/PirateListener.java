package io.pirate;

import io.pirate.machine.BrokerEvents;
import io.pirate.machine.ClientEvents;
import io.pirate.machine.StarEvents;
import io.pirate.machine.TitanicEvents;
import io.pirate.machine.WorkerEvents;

/**
 * Watches queues, clients, workers and Titanics. Methods are called on I/O threads:
 * return at once, never block, never throw. Every method does nothing by default.
 */
public interface PirateListener extends BrokerEvents, ClientEvents, WorkerEvents, StarEvents, TitanicEvents {

	/** Watches nothing. */
	PirateListener NONE = new PirateListener() {
	};

}
