package io.pirate.simulation;

import java.util.function.Consumer;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/** A connecting socket: a DEALER of a client or a worker. */
final class Plug {

	final Process owner;

	final int life;

	final String endpoint;

	/** The routing id it states, or {@code null} if the other side makes one up. */
	final @Nullable Identity identity;

	final Listener listener;

	/** Whether it connects again by itself after its connection ended. */
	final boolean reconnects;

	boolean closed;

	@Nullable Connection connection;

	Plug(Process owner, String endpoint, @Nullable Identity identity, boolean reconnects, Listener listener) {
		this.owner = owner;
		this.life = owner.life();
		this.endpoint = endpoint;
		this.identity = identity;
		this.reconnects = reconnects;
		this.listener = listener;
	}

	/**
	 * Sends one message.
	 * @return false if there is no connection
	 */
	boolean send(Frames frames) {
		Connection current = this.connection;
		if (this.closed || current == null) {
			return false;
		}
		current.fromPlug(frames);
		return true;
	}

	boolean isFull() {
		Connection current = this.connection;
		return current != null && current.isFull();
	}

	/** Tells the owner's thread what happens to this socket. */
	void tell(Consumer<Listener> event) {
		this.owner.enter(() -> accept(event), this.life);
	}

	/** As {@link #tell}, of a message: the owner reads those first. */
	void deliver(Consumer<Listener> message) {
		this.owner.receive(() -> accept(message), this.life);
	}

	private void accept(Consumer<Listener> event) {
		if (!this.closed) {
			event.accept(this.listener);
		}
	}

	/** What happens to a connecting socket, told on its owner's thread. */
	interface Listener {

		void connected();

		void disconnected();

		void received(Frames frames);

	}

}
