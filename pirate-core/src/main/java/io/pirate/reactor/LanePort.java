package io.pirate.reactor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import io.pirate.machine.LazyPirateMachine;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket of one lane, and what it could not take yet. */
final class LanePort implements ConnectionListener {

	private static final Logger logger = LoggerFactory.getLogger(LanePort.class);

	private static final int BATCH = 256;

	/** Much longer than it takes a socket to learn its peer's identity. */
	private static final long INTRODUCTION_NANOS = 1_000_000_000L;

	final int lane;

	private final LazyPirateMachine machine;

	private final Deque<Frames> pending = new ArrayDeque<>();

	private @Nullable SocketPort port;

	/** In Freelance, whom its ROUTER addresses. */
	private @Nullable Identity server;

	private String endpoint = "";

	private boolean connected;

	private long connectedNanos;

	private boolean warned;

	LanePort(int lane, LazyPirateMachine machine) {
		this.lane = lane;
		this.machine = machine;
	}

	void open(Loop loop, SocketSettings settings, String endpoint, boolean freelance) {
		SocketPort opened = freelance ? loop.sockets().router(settings, this)
				: loop.sockets().dealer(settings, null, this);
		this.port = opened;
		this.endpoint = endpoint;
		this.server = freelance ? Identity.of(endpoint.getBytes(StandardCharsets.UTF_8)) : null;
		loop.register(opened);
		opened.connect(endpoint);
	}

	@Override
	public void connected() {
		this.connected = true;
		this.connectedNanos = System.nanoTime();
		this.machine.onConnected(this.lane, System.nanoTime());
	}

	/** What the old connection did not take must not surprise the next one. */
	@Override
	public void disconnected() {
		this.connected = false;
		this.pending.clear();
		this.machine.onDisconnected(this.lane, System.nanoTime());
	}

	void send(Frames frames) {
		SocketPort current = this.port;
		if (current != null && (!this.pending.isEmpty() || !isSent(current, frames))) {
			this.pending.add(frames);
		}
	}

	/**
	 * A server is known by its address some time after its connection; who calls itself
	 * something else never is.
	 */
	private boolean isSent(SocketPort current, Frames frames) {
		Identity to = this.server;
		if (to == null) {
			return current.send(frames) != Sent.FULL;
		}
		Sent sent = current.sendTo(to, frames);
		if (sent == Sent.SENT || current.isClosed()) {
			return true;
		}
		boolean unknown = sent == Sent.UNREACHABLE && System.nanoTime() - this.connectedNanos >= INTRODUCTION_NANOS;
		if (unknown && !this.warned) {
			this.warned = true;
			logger.warn("The server at {} has another identity, so that no Freelance client can ask it: its public"
					+ " endpoint must be exactly that address", this.endpoint);
		}
		return unknown;
	}

	/** Sends what waits, receives what is there; true if more may be there. */
	boolean drain(long now) {
		flush();
		SocketPort current = this.port;
		for (int i = 0; i < BATCH; i++) {
			Frames frames = (current != null) ? receive(current) : null;
			if (frames == null) {
				return false;
			}
			this.machine.onMessage(this.lane, frames, now);
		}
		return true;
	}

	private @Nullable Frames receive(SocketPort current) {
		if (this.server == null) {
			return current.receive();
		}
		Addressed message = current.receiveFrom();
		return (message != null) ? message.frames() : null;
	}

	private void flush() {
		SocketPort current = this.port;
		while (current != null && !this.pending.isEmpty() && isSent(current, this.pending.getFirst())) {
			this.pending.removeFirst();
		}
	}

	boolean isConnected() {
		return this.connected && !isBroken();
	}

	boolean isWaiting() {
		return !this.pending.isEmpty();
	}

	/**
	 * The socket could not be opened, or had to be given up in the middle of a message.
	 */
	boolean isBroken() {
		SocketPort current = this.port;
		return current == null || current.isClosed();
	}

	void close() {
		SocketPort current = this.port;
		if (current != null) {
			current.close();
		}
		this.pending.clear();
	}

}
