package io.pirate.store;

import java.util.function.Consumer;

import io.pirate.machine.Execution;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.ServiceName;

/** Brings stored requests to a queue. */
public interface Courier {

	/**
	 * Gives a request out.
	 * @param request what
	 * @param alone whether its worker may have nothing else meanwhile
	 * @param whenEnded told once how it ended, on any thread: it returns at once
	 * @return takes it back, unless a worker has it; told as not taken then
	 */
	Runnable deliver(TitanicRequest request, boolean alone, Consumer<Execution> whenEnded);

	/**
	 * Asks whether a service has a live worker.
	 * @param service which
	 * @param whenKnown told once, on any thread: it returns at once
	 */
	void probe(ServiceName service, Consumer<Boolean> whenKnown);

}
