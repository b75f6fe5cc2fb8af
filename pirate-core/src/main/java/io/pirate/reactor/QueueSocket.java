package io.pirate.reactor;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's way to one queue: a DEALER, opened anew whenever the machine says so. */
final class QueueSocket implements ConnectionListener {

	private static final Logger logger = LoggerFactory.getLogger(WorkerNode.class);

	private final int number;

	private final String endpoint;

	private final SocketSettings settings;

	private final ConnectionListener listener;

	private final Runnable whenBroken;

	private @Nullable SocketPort port;

	private boolean connected;

	/**
	 * A closed one.
	 * @param number its link's
	 * @param endpoint the queue's address
	 * @param settings limits of the socket
	 * @param listener told of the connection of the open socket
	 * @param whenBroken told from within any call when the socket is of no use any more
	 */
	QueueSocket(int number, String endpoint, SocketSettings settings, ConnectionListener listener,
			Runnable whenBroken) {
		this.number = number;
		this.endpoint = endpoint;
		this.settings = settings;
		this.listener = listener;
		this.whenBroken = whenBroken;
	}

	int number() {
		return this.number;
	}

	boolean isConnected() {
		return this.connected;
	}

	void open(Loop owner, Identity identity) {
		try {
			SocketPort opened = owner.sockets().dealer(this.settings, identity, this);
			this.port = opened;
			owner.register(opened);
			opened.connect(this.endpoint);
		}
		catch (RuntimeException ex) {
			// the host's name may be gone for a while: the next attempt has its pause
			logger.warn("A worker cannot connect: {}", ex.getMessage());
			this.whenBroken.run();
		}
	}

	@Nullable Frames receive() {
		return (this.port != null) ? this.port.receive() : null;
	}

	/**
	 * A queue that does not take an answer would wait for it: it shall see the end of the
	 * connection instead. A heartbeat may be lost, and a goodbye.
	 */
	void send(WorkerCommand command) {
		boolean sent = this.port != null && this.port.send(WorkerCodec.encode(command)) == Sent.SENT;
		boolean mayBeLost = command instanceof WorkerCommand.Heartbeat || command instanceof WorkerCommand.Disconnect;
		if (!sent && !mayBeLost) {
			this.whenBroken.run();
		}
	}

	/**
	 * Sends what can wait.
	 * @return false if nothing was sent
	 */
	boolean offer(WorkerCommand command) {
		Sent sent = (this.port != null) ? this.port.send(WorkerCodec.encode(command)) : Sent.UNREACHABLE;
		if (sent == Sent.UNREACHABLE) {
			this.whenBroken.run();
		}
		return sent == Sent.SENT;
	}

	void close() {
		this.connected = false;
		if (this.port != null) {
			this.port.close();
			this.port = null;
		}
	}

	@Override
	public void connected() {
		this.connected = true;
		this.listener.connected();
	}

	@Override
	public void disconnected() {
		this.listener.disconnected();
	}

}
