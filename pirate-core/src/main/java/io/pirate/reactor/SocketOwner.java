package io.pirate.reactor;

/** What a socket tells its loop. */
interface SocketOwner {

	/** The socket is about to connect. */
	void connecting(SocketPort port, Endpoint target);

	/** The socket is about to close. */
	void closing(SocketPort port);

	/** The thread was interrupted inside JeroMQ, which has cleared the flag. */
	void interrupted();

}
