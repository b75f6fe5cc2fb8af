package io.pirate.reactor;

import java.util.Objects;

import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Drop;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/** A bound end of a queue, which keeps its port when it has to be opened again. */
final class QueuePort {

	private final String endpoint;

	private @Nullable SocketPort socket;

	private long refused;

	private long unproven;

	private long turnedAway;

	/**
	 * An end that is not open.
	 * @param endpoint where to bind
	 * @param before the same end when it was open before, if it was
	 */
	QueuePort(String endpoint, @Nullable QueuePort before) {
		this.endpoint = (before != null) ? before.withRealPort() : endpoint;
	}

	void open(Loop loop, SocketSettings settings) {
		use(loop, loop.sockets().bindRouter(this.endpoint, settings));
	}

	/** Opens it with an identity, the public endpoint or the bound address. */
	void openServer(Loop loop, @Nullable String publicEndpoint, SocketSettings settings) {
		use(loop, loop.sockets().bindServer(this.endpoint, publicEndpoint, settings));
	}

	private void use(Loop loop, SocketPort opened) {
		this.socket = opened;
		loop.register(opened);
	}

	void close() {
		if (this.socket != null) {
			this.socket.close();
		}
	}

	String address() {
		return socket().boundEndpoint();
	}

	@Nullable Addressed receive() {
		return socket().receiveFrom();
	}

	/** Whether there was something to receive. */
	boolean receive(Arrival arrival) {
		return socket().receiveFrom(arrival);
	}

	/** Whether the latest message came from a ROUTER. */
	boolean isFromRouter() {
		return socket().isFromRouter();
	}

	Sent send(Identity peer, Frames frames) {
		return socket().sendTo(peer, frames);
	}

	Sent send(Identity peer, byte[] onlyFrame) {
		return socket().sendTo(peer, onlyFrame);
	}

	/** Tells what was dropped since the last report. */
	void report(BrokerMachine machine) {
		long refusedNow = socket().refused();
		long unprovenNow = socket().unproven();
		if (refusedNow > this.refused) {
			machine.onDropped(Drop.TOO_LARGE, refusedNow - this.refused);
			this.refused = refusedNow;
		}
		if (unprovenNow > this.unproven) {
			machine.onDropped(Drop.UNAUTHENTICATED, unprovenNow - this.unproven);
			this.unproven = unprovenNow;
		}
		long turnedAwayNow = socket().turnedAway();
		if (turnedAwayNow > this.turnedAway) {
			machine.onDropped(Drop.TOO_MANY_CONNECTIONS, turnedAwayNow - this.turnedAway);
			this.turnedAway = turnedAwayNow;
		}
	}

	private SocketPort socket() {
		return Objects.requireNonNull(this.socket, "not open");
	}

	private String withRealPort() {
		if (this.socket == null || !this.endpoint.startsWith("tcp:")) {
			return this.endpoint;
		}
		String bound = this.socket.boundEndpoint();
		String port = bound.substring(bound.lastIndexOf(':'));
		return this.endpoint.substring(0, this.endpoint.lastIndexOf(':')) + port;
	}

}
