package io.pirate.machine;

import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;

/** Who may serve what; asked when a Majordomo worker says READY. */
@FunctionalInterface
public interface ServingRights {

	/** Everybody may serve everything but what is the queue's own. */
	ServingRights EVERYBODY = (worker, service) -> true;

	/**
	 * Whether a worker may register; otherwise it is disconnected.
	 * @param worker its connection
	 * @param service what it wants to serve
	 * @return true if it may
	 */
	boolean mayServe(Identity worker, ServiceName service);

}
