package io.pirate.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;

/**
 * A TCP connection with a finished handshake: each direction keeps its order and loses
 * nothing, until the connection stalls, falls half silent, or is cut. Each side notices
 * the end on its own.
 */
final class Connection {

	final Plug plug;

	final Port port;

	final Identity identity;

	private final Network network;

	private final Direction up = new Direction();

	private final Direction down = new Direction();

	private boolean stalled;

	private boolean cut;

	/** Until then there is no room for more in either direction. */
	private long fullNanos;

	/** What lies in the buffers of a frozen process is lost too. */
	private boolean reset;

	private boolean plugKnows;

	private boolean portKnows;

	Connection(Network network, Plug plug, Port port, Identity identity) {
		this.network = network;
		this.plug = plug;
		this.port = port;
		this.identity = identity;
	}

	/** Whether its plug's side has said goodbye, so that the rest only has to arrive. */
	boolean isLeft() {
		return this.plugKnows;
	}

	boolean isClients() {
		return this.plug.owner.name.startsWith("c");
	}

	boolean isStrangers() {
		return this.plug.owner.name.startsWith("s");
	}

	boolean isForeigners() {
		return this.plug.owner.isUp() && this.plug.owner.program() instanceof ForeignWorker;
	}

	boolean isCut() {
		return this.cut;
	}

	boolean joins(Process one, Process other) {
		return (this.plug.owner == one && this.port.owner == other)
				|| (this.plug.owner == other && this.port.owner == one);
	}

	boolean touches(Process process) {
		return this.plug.owner == process || this.port.owner == process;
	}

	void fromPlug(Frames frames) {
		this.network.observe(this, true, frames);
		travel(this.up, () -> toPort(frames));
	}

	void fromPort(Frames frames) {
		this.network.observe(this, false, frames);
		travel(this.down, () -> toPlug(frames));
	}

	/** Somebody in between sends a message once more. */
	void again(boolean upwards, Frames frames) {
		if (upwards) {
			travel(this.up, () -> toPort(frames));
		}
		else {
			travel(this.down, () -> toPlug(frames));
		}
	}

	/** The plug closes the connection in an orderly way: what was sent still arrives. */
	void closeFromPlug(boolean lingers) {
		this.plugKnows = true;
		this.plug.connection = null;
		if (lingers) {
			travel(this.up, this::portNotices);
		}
		else {
			cut(false);
			this.network.later(this::portNotices);
		}
	}

	void closeFromPort() {
		portForgets();
		travel(this.down, this::plugNotices);
	}

	/** Nothing arrives any more. */
	void cut(boolean alsoBuffers) {
		this.cut = true;
		this.reset |= alsoBuffers;
	}

	/** One direction goes nowhere from now on. */
	void mute(boolean upwards) {
		(upwards ? this.up : this.down).mute = true;
	}

	/** Nobody gets anything out of its buffers for a while. */
	void clog(long nanos) {
		this.fullNanos = this.network.timeline().elapsed() + nanos;
	}

	boolean isFull() {
		return this.network.timeline().elapsed() < this.fullNanos;
	}

	void stall() {
		this.stalled = true;
	}

	boolean isStalled() {
		return this.stalled;
	}

	void flow() {
		if (this.stalled) {
			this.stalled = false;
			this.up.flush();
			this.down.flush();
		}
	}

	/** The plug's side finds out that the connection has ended. */
	void plugNotices() {
		if (this.plugKnows) {
			return;
		}
		this.plugKnows = true;
		this.plug.tell((listener) -> {
			if (this.plug.connection == this) {
				this.plug.connection = null;
				listener.disconnected();
				this.network.reconnect(this.plug);
			}
		});
	}

	/** The port's side finds out that the connection has ended. */
	void portNotices() {
		if (this.portKnows) {
			return;
		}
		this.portKnows = true;
		this.port.deliver((listener) -> {
			portForgets();
			listener.ended(this.identity);
		});
	}

	/** The port's process is gone, or closed the connection itself. */
	void portForgets() {
		this.portKnows = true;
		this.port.remove(this);
		this.network.ended(this);
	}

	private void toPort(Frames frames) {
		if (!this.portKnows) {
			this.port.deliver((listener) -> {
				if (!this.reset) {
					listener.received(this.identity, frames);
				}
			});
		}
	}

	private void toPlug(Frames frames) {
		if (!this.plugKnows) {
			this.plug.deliver((listener) -> {
				if (!this.reset && this.plug.connection == this) {
					listener.received(frames);
				}
			});
		}
	}

	private void travel(Direction direction, Runnable arrival) {
		if (!this.cut && !direction.mute) {
			direction.lastArrival = this.network.arrival(direction.lastArrival);
			this.network.timeline()
				.after(direction.lastArrival - this.network.timeline().elapsed(), () -> arrive(direction, arrival));
		}
	}

	private void arrive(Direction direction, Runnable arrival) {
		if (this.cut || direction.mute) {
			return;
		}
		if (this.stalled) {
			direction.held.add(arrival);
		}
		else {
			arrival.run();
		}
	}

	@Override
	public String toString() {
		return this.plug.owner + "-" + this.port.endpoint;
	}

	/** One way. */
	private static final class Direction {

		private final Deque<Runnable> held = new ArrayDeque<>();

		private long lastArrival;

		private boolean mute;

		private void flush() {
			while (!this.held.isEmpty()) {
				this.held.poll().run();
			}
		}

	}

}
