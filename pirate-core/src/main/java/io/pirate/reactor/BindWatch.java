package io.pirate.reactor;

import zmq.ZMQ;

/** Hears of greetings to a binding socket. Runs on the I/O thread. */
final class BindWatch implements ZMQ.EventConsummer {

	static final int EVENTS = ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL;

	/** Position in JeroMQ's list of greetings of the first that has a mechanism. */
	private static final int FIRST_WITH_MECHANISM = 3;

	private final FrameGuard guard;

	BindWatch(FrameGuard guard) {
		this.guard = guard;
	}

	@Override
	public void consume(ZMQ.Event event) {
		if (event.arg instanceof Integer greeting && greeting < FIRST_WITH_MECHANISM) {
			this.guard.unversionedPeer();
		}
	}

}
