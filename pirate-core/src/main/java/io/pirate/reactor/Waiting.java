package io.pirate.reactor;

/** Where a loop waits for its sockets, and how they get on meanwhile. Loop's owner. */
interface Waiting {

	/** A socket of the loop has been opened. */
	void opened(SocketPort port);

	/** It is about to be closed. */
	void closing(SocketPort port);

	/** From now on the socket ends the sleep when it is readable. */
	void register(SocketPort port);

	/** It does not any more. */
	void unregister(SocketPort port);

	/**
	 * Sleeps until a registered socket is readable, the wake-up is given, or the time is
	 * over. Too early a return is no harm.
	 * @param nanos how long; not 0
	 * @return whether the thread was interrupted meanwhile; its flag is cleared then
	 */
	boolean sleep(long nanos);

	/**
	 * Lets the sockets get on, without sleeping.
	 * @return whether something may have arrived
	 */
	boolean look();

	/** Nobody will sleep or look here for a while. */
	void leave();

	/** All sockets are closed, and the loop is not interested any more. */
	void close();

}
