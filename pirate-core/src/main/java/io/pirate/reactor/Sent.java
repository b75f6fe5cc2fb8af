package io.pirate.reactor;

/** How handing one message to a socket ended. Nothing is sent in part. */
public enum Sent {

	/** The socket took the whole message. */
	SENT,

	/** The peer's queue is full, or nobody is connected yet; nothing was taken. */
	FULL,

	/** The addressed peer is not connected; nothing was taken. */
	UNREACHABLE

}
