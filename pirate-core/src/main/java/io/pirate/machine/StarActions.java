package io.pirate.machine;

import io.pirate.wire.StarCommand;

/** What decides who serves can do to its queue and to the other one. */
public interface StarActions {

	/**
	 * The queue serves.
	 * @param epoch in this epoch
	 */
	void serve(long epoch);

	/** The queue hands out nothing and sends clients to the other one. */
	void standBy();

	/**
	 * Tells the other queue; what does not arrive is not repeated.
	 * @param command what
	 */
	void toPeer(StarCommand.Tell command);

	/**
	 * Whether workers are registered: then somebody could do work here.
	 * @return true if at least one is
	 */
	boolean hasWorkers();

}
