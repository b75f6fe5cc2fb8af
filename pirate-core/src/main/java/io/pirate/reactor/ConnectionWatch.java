package io.pirate.reactor;

import zmq.ZMQ;

/**
 * Translates the events of a connecting socket. JeroMQ 0.6.0 never tells that a handshake
 * has succeeded: its event for that is unused, and the one it sends comes after the
 * greeting, before the READY commands. So the READY command itself is watched for.
 * <p>
 * Runs on the I/O thread: it must not block, and only hands over to the loop.
 */
final class ConnectionWatch implements ZMQ.EventConsummer {

	static final int EVENTS = ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL | ZMQ.ZMQ_EVENT_DISCONNECTED
			| ZMQ.ZMQ_EVENT_CONNECT_RETRIED | ZMQ.ZMQ_EVENT_CONNECTED;

	/** Position in JeroMQ's list of greetings from which on there is a READY command. */
	private static final int FIRST_WITH_READY = 3;

	private final Steps steps;

	private final Channels channels;

	private final RegistrationWatch registrations;

	private boolean up;

	ConnectionWatch(Steps steps, Channels channels, RegistrationWatch registrations) {
		this.steps = steps;
		this.channels = channels;
		this.registrations = registrations;
	}

	@Override
	public void consume(ZMQ.Event event) {
		switch (event.event) {
			case ZMQ.ZMQ_EVENT_CONNECTED -> {
				this.channels.opened(event.arg);
				this.registrations.connected(event.arg);
				this.steps.shaking();
			}
			case ZMQ.ZMQ_EVENT_CONNECT_RETRIED -> this.steps.trying();
			case ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL -> greeted(event.arg);
			case ZMQ.ZMQ_EVENT_DISCONNECTED -> {
				this.channels.closed(event.arg);
				this.up = false;
				this.steps.down();
			}
			default -> {
			}
		}
	}

	private void greeted(Object version) {
		if (version instanceof Integer position && position < FIRST_WITH_READY) {
			handshaken();
		}
	}

	void handshaken() {
		if (!this.up) {
			this.up = true;
			this.steps.up();
		}
	}

	/** What can happen to the connection. */
	interface Steps {

		/** The handshake has succeeded. */
		void up();

		/** The TCP connection, with or without a handshake, has ended. */
		void down();

		/** JeroMQ is going to connect by itself. */
		void trying();

		/** TCP is connected. */
		void shaking();

	}

}
