package io.pirate.reactor;

import zmq.ZError;
import zmq.ZMQ;

/**
 * Hears of the connections to a binding socket. Runs on the I/O thread: it must not
 * block.
 */
final class BindWatch implements ZMQ.EventConsummer {

	static final int EVENTS = ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL | ZMQ.ZMQ_EVENT_LISTENING | ZMQ.ZMQ_EVENT_ACCEPTED
			| ZMQ.ZMQ_EVENT_ACCEPT_FAILED | ZMQ.ZMQ_EVENT_DISCONNECTED | ZMQ.ZMQ_EVENT_CLOSED;

	/** Position in JeroMQ's list of greetings of the first that has a mechanism. */
	private static final int FIRST_WITH_MECHANISM = 3;

	private final FrameGuard guard;

	private final Channels channels;

	private final AcceptGate gate;

	private final IoHealth health;

	BindWatch(FrameGuard guard, Channels channels, AcceptGate gate, IoHealth health) {
		this.guard = guard;
		this.channels = channels;
		this.gate = gate;
		this.health = health;
	}

	@Override
	public void consume(ZMQ.Event event) {
		switch (event.event) {
			case ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL -> greeted(event.arg);
			case ZMQ.ZMQ_EVENT_LISTENING -> this.channels.opened(event.arg);
			case ZMQ.ZMQ_EVENT_ACCEPTED -> this.gate.accepted(event.arg);
			case ZMQ.ZMQ_EVENT_DISCONNECTED, ZMQ.ZMQ_EVENT_CLOSED -> this.channels.closed(event.arg);
			case ZMQ.ZMQ_EVENT_ACCEPT_FAILED -> acceptFailed(event.arg);
			default -> {
			}
		}
	}

	/** Who was sent away by our own gate, or went by itself, is no failure. */
	private void acceptFailed(Object errno) {
		if (!errno.equals(ZError.EADDRNOTAVAIL)) {
			this.health.acceptFailed(errno);
		}
	}

	private void greeted(Object version) {
		if (version instanceof Integer position && position < FIRST_WITH_MECHANISM) {
			this.guard.unversionedPeer();
		}
	}

}
