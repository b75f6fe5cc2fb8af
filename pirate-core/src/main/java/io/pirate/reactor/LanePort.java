package io.pirate.reactor;

import java.util.ArrayDeque;
import java.util.Deque;

import io.pirate.machine.LazyPirateMachine;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/** The socket of one lane, and what it could not take yet. */
final class LanePort implements ConnectionListener {

	private static final int BATCH = 256;

	final int lane;

	private final LazyPirateMachine machine;

	private final Deque<Frames> pending = new ArrayDeque<>();

	private @Nullable SocketPort port;

	private boolean connected;

	LanePort(int lane, LazyPirateMachine machine) {
		this.lane = lane;
		this.machine = machine;
	}

	void open(Loop loop, SocketSettings settings, String endpoint) {
		SocketPort opened = loop.sockets().dealer(settings, null, this);
		this.port = opened;
		loop.register(opened);
		opened.connect(endpoint);
	}

	@Override
	public void connected() {
		this.connected = true;
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
		if (current != null && (!this.pending.isEmpty() || current.send(frames) == Sent.FULL)) {
			this.pending.add(frames);
		}
	}

	/** Sends what waits, receives what is there; true if more may be there. */
	boolean drain(long now) {
		flush();
		SocketPort current = this.port;
		for (int i = 0; i < BATCH; i++) {
			Frames frames = (current != null) ? current.receive() : null;
			if (frames == null) {
				return false;
			}
			this.machine.onMessage(this.lane, frames, now);
		}
		return true;
	}

	private void flush() {
		SocketPort current = this.port;
		while (current != null && !this.pending.isEmpty() && current.send(this.pending.getFirst()) != Sent.FULL) {
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
