package io.pirate.reactor;

import java.util.concurrent.atomic.AtomicLong;

import zmq.Msg;
import zmq.io.Metadata;
import zmq.msg.MsgAllocator;

/**
 * Allocates the frames a socket receives, and refuses what is beyond the limits before it
 * is queued. Never throws: that would end JeroMQ's I/O thread.
 * <p>
 * All methods but the two for the loop's thread run on the one I/O thread.
 */
final class FrameGuard implements MsgAllocator {

	/**
	 * Up to this size a message passes while others hold the memory, up to twice as much.
	 */
	private static final int SMALL_MESSAGE = 16 * 1024;

	private final SocketSettings limits;

	private final int mostFrameBytes;

	private final Runnable handshaken;

	private final OpenMessages open = new OpenMessages();

	private final AtomicLong queuedBytes = new AtomicLong();

	private final AtomicLong takenBytes = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private volatile boolean unversionedPeers;

	FrameGuard(SocketSettings limits, Runnable handshaken) {
		this.limits = limits;
		this.mostFrameBytes = limits.maxWireFrame();
		this.handshaken = handshaken;
	}

	@Override
	public Msg allocate(int size) {
		// a size of 2^63 and more arrives here as whatever its low 32 bits say
		return new GuardedFrame(this, (size < 0 || size > this.mostFrameBytes) ? 0 : size);
	}

	/** A peer greeted in ZMTP 1 or 2, whose frames cannot be told apart by connection. */
	void unversionedPeer() {
		this.unversionedPeers = true;
	}

	boolean refusesUnversioned() {
		return this.unversionedPeers;
	}

	void handshaken() {
		this.handshaken.run();
	}

	/**
	 * Decides about one frame.
	 * @param frame the frame
	 * @param connection the engine's own object, one for each connection
	 * @return whether it must not be queued
	 */
	boolean refuses(GuardedFrame frame, Metadata connection) {
		OpenMessages.Open message = this.open.of(connection);
		boolean last = !frame.hasMore();
		boolean refuse = refuses(message, frame.size());
		if (!last) {
			return refuse;
		}
		if (message.mutilated()) {
			// the end must pass, or the next message would continue this one
			frame.markMutilated();
			refuse = false;
		}
		if (refuse || message.mutilated()) {
			this.refused.incrementAndGet();
		}
		this.queuedBytes.lazySet(this.queuedBytes.get() + message.bytes());
		this.open.end(message);
		return refuse;
	}

	private boolean refuses(OpenMessages.Open message, int size) {
		if (message.isRefused()) {
			return true;
		}
		boolean over = message.parts() >= this.limits.maxParts()
				|| message.bytes() + size > this.limits.maxMessageBytes() || isMemoryFull(message, size);
		if (over) {
			message.refuse();
			return true;
		}
		this.open.grow(message, size);
		return false;
	}

	/** Those who hold much are refused first, so that they cannot shut out the others. */
	private boolean isMemoryFull(OpenMessages.Open message, int size) {
		long held = this.open.bytes() + pendingBytes() + size;
		boolean small = message.bytes() + size <= SMALL_MESSAGE;
		return held > (small ? 2 * this.limits.maxPendingBytes() : this.limits.maxPendingBytes());
	}

	private long pendingBytes() {
		return Math.max(0, this.queuedBytes.get() - this.takenBytes.get());
	}

	/**
	 * Loop's thread: what was queued up to now; nothing of it is left after a receive
	 * that finds nothing.
	 */
	long queuedBytes() {
		return this.queuedBytes.get();
	}

	/** Loop's thread: so much was taken. */
	void taken(long bytes) {
		this.takenBytes.lazySet(this.takenBytes.get() + bytes);
	}

	/** Loop's thread: the socket was empty after so much had been queued. */
	void drained(long queuedBefore) {
		if (this.takenBytes.get() != queuedBefore) {
			this.takenBytes.lazySet(queuedBefore);
		}
	}

	/** Messages refused since the start. */
	long refused() {
		return this.refused.get();
	}

}
