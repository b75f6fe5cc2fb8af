package io.pirate.machine;

import java.util.List;

import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;

/** What a {@link TitanicMachine} can do. Nothing here happens at once. */
public interface TitanicActions {

	/**
	 * Asks the queue for a live worker; the answer comes by
	 * {@link TitanicMachine#onProbed}.
	 */
	void probe(ServiceName service);

	/**
	 * Gives a request out; how that ends comes by {@link TitanicMachine#onExecuted}.
	 * @param request what
	 * @param alone whether its worker may have nothing else meanwhile
	 */
	void dispatch(TitanicRequest request, boolean alone);

	/**
	 * Takes a request back that was given out, unless a worker has it; how it ends comes
	 * by {@link TitanicMachine#onExecuted} all the same.
	 */
	void recall(TitanicRequest request);

	/**
	 * Takes the oldest requests of a service that nobody has taken; they come by
	 * {@link TitanicMachine#onClaimed}.
	 */
	void claim(ServiceName service, int most);

	/** Gives back what was taken and has not been given out. */
	void release(List<TitanicRequest> requests);

	/** Deletes what nobody has, if its client has closed it, and else gives it back. */
	void discard(TitanicRequest request);

	/**
	 * Stores how a request ended; {@link TitanicMachine#onSettled} follows.
	 * @param request which
	 * @param reply the service's reply, or why there is none
	 */
	void finish(TitanicRequest request, Reply reply);

	/**
	 * Stores that a request was given out in vain; {@link TitanicMachine#onCounted}
	 * follows.
	 */
	void count(TitanicRequest request, int deliveries);

	/** Makes it a dead letter; {@link TitanicMachine#onSettled} follows. */
	void bury(TitanicRequest request, int deliveries);

}
