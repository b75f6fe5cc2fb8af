package io.pirate.reactor;

/**
 * Told about the one connection of a connecting socket, on the loop's thread, until the
 * socket is closed.
 */
public interface ConnectionListener {

	/** Nobody wants to know. */
	ConnectionListener NONE = new ConnectionListener() {

		@Override
		public void connected() {
		}

		@Override
		public void disconnected() {
		}

	};

	/** The ZMTP handshake has succeeded: somebody who speaks the protocol is there. */
	void connected();

	/** A connection that was told as connected has ended. */
	void disconnected();

}
