package io.pirate.machine;

/** Where a link is in its life. */
enum LinkState {

	/** Not wanted. */
	CLOSED,

	/** Waiting before the next connect, the socket closed. */
	PAUSED,

	/** Waiting for the handshake. */
	OPENING,

	/** READY was sent, nothing was heard. */
	CONNECTED,

	/** The queue was heard, or has no pulse by which it could be. */
	REGISTERED

}
