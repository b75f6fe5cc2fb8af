package io.pirate.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/** A binding socket: a ROUTER of a queue. */
final class Port {

	final Process owner;

	final int life;

	final String endpoint;

	final Listener listener;

	boolean closed;

	private final Map<Identity, Connection> peers = new LinkedHashMap<>();

	Port(Process owner, String endpoint, Listener listener) {
		this.owner = owner;
		this.life = owner.life();
		this.endpoint = endpoint;
		this.listener = listener;
	}

	/**
	 * Sends one message to one peer.
	 * @return false if that peer is not connected
	 */
	boolean send(Identity peer, Frames frames) {
		Connection connection = this.peers.get(peer);
		if (connection == null) {
			return false;
		}
		connection.fromPort(frames);
		return true;
	}

	boolean isFull(Identity peer) {
		Connection connection = this.peers.get(peer);
		return connection != null && connection.isFull();
	}

	void add(Connection connection) {
		if (this.peers.putIfAbsent(connection.identity, connection) != null) {
			throw new Violation("the routing id " + connection.identity + " was used twice at " + this.endpoint);
		}
	}

	void remove(Connection connection) {
		this.peers.remove(connection.identity, connection);
	}

	@Nullable Connection peer(Identity identity) {
		return this.peers.get(identity);
	}

	/** A message, or the end of a peer, which comes as one. */
	void deliver(Consumer<Listener> message) {
		this.owner.receive(() -> {
			if (!this.closed) {
				message.accept(this.listener);
			}
		}, this.life);
	}

	/** What happens to a binding socket, told on its owner's thread. */
	interface Listener {

		void received(Identity peer, Frames frames);

		void ended(Identity peer);

	}

}
