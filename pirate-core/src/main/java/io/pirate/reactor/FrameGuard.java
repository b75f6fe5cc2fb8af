package io.pirate.reactor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntBinaryOperator;

import zmq.Msg;
import zmq.io.Metadata;
import zmq.msg.MsgAllocator;

/**
 * Allocates the frames a socket receives, and refuses what is beyond the limits before it
 * is queued. Never throws: that would end JeroMQ's I/O thread.
 * <p>
 * All methods but the two for the loop's thread run on the one I/O thread.
 */
final class FrameGuard implements MsgAllocator, IntBinaryOperator {

	/**
	 * Up to this size a message passes while others hold the memory, up to twice as much.
	 */
	private static final int SMALL_MESSAGE = 16 * 1024;

	/** Likewise of frames that are announced, where it takes more of them. */
	private static final int SMALL_FRAME = 64 * 1024;

	/** From either side: HELLO or WELCOME, INITIATE or READY. */
	private static final int CURVE_HANDSHAKE = 2;

	/** READY, or of old peers their name. */
	private static final int NULL_HANDSHAKE = 1;

	private final SocketSettings limits;

	private final int mostFrameBytes;

	/** The first ones of each connection; none of them has to be long. */
	private final int handshakeFrames;

	private final Runnable handshaken;

	private final OpenMessages open = new OpenMessages();

	private final AtomicLong queuedBytes = new AtomicLong();

	private final AtomicLong takenBytes = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private volatile boolean unversionedPeers;

	/** Of frames whose size has come, and not all of their bytes. */
	private final AtomicLong arrivingBytes = new AtomicLong();

	FrameGuard(SocketSettings limits, Runnable handshaken) {
		this.limits = limits;
		this.mostFrameBytes = limits.maxWireFrame();
		this.handshakeFrames = (limits.curve() != null) ? CURVE_HANDSHAKE : NULL_HANDSHAKE;
		this.handshaken = handshaken;
	}

	@Override
	public Msg allocate(int size) {
		// a size of 2^63 and more arrives here as whatever its low 32 bits say
		return new GuardedFrame(this, (size < 0 || size > this.mostFrameBytes) ? 0 : size);
	}

	/**
	 * Asked by our decoders before they make room for a frame, of which nothing has come
	 * but its size: what peers announce costs them nothing. Large frames are refused
	 * first, and those of strangers always: in a handshake nobody needs such, and what is
	 * told in it is kept as long as its connection.
	 * @param before frames that the connection has begun before
	 * @param bytes of the frame, if it is not a small one; negative when all of it has
	 * come, or its connection has ended
	 * @return for how many there is room: all or none
	 */
	@Override
	public int applyAsInt(int before, int bytes) {
		long most = (bytes <= SMALL_FRAME) ? 2 * this.limits.maxPendingBytes() : this.limits.maxPendingBytes();
		boolean stranger = before < this.handshakeFrames;
		if (bytes > 0 && (stranger || this.arrivingBytes.get() + bytes > most)) {
			this.refused.incrementAndGet();
			return 0;
		}
		this.arrivingBytes.lazySet(this.arrivingBytes.get() + bytes);
		return bytes;
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
			this.open.grow(message, frame.size());
			refuse = false;
		}
		if (refuse || message.mutilated()) {
			this.refused.incrementAndGet();
		}
		this.queuedBytes.lazySet(this.queuedBytes.get() + message.cost());
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
		long held = this.open.bytes() + pendingBytes() + size + OpenMessages.FRAME_COST;
		boolean small = message.cost() + size <= SMALL_MESSAGE;
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

	/** Any thread: bytes that were announced, and have not all come. */
	long arrivingBytes() {
		return this.arrivingBytes.get();
	}

	/** Messages refused since the start. */
	long refused() {
		return this.refused.get();
	}

}
