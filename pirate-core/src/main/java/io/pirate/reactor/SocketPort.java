package io.pirate.reactor;

import java.util.Arrays;
import java.util.Objects;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;

/**
 * One socket of one loop. Nothing here blocks, and nothing is sent or received in part.
 * Used by the loop's thread only.
 */
public final class SocketPort {

	private static final int DONTWAIT = zmq.ZMQ.ZMQ_DONTWAIT;

	private static final int SNDMORE = zmq.ZMQ.ZMQ_SNDMORE;

	/** RFC 23: an identity has at most 255 bytes. */
	private static final int MAX_IDENTITY = 255;

	private static final int USUAL_PARTS = 8;

	/**
	 * How often a frame in the middle of a message is tried before the socket is given
	 * up.
	 */
	private static final int MAX_ATTEMPTS = 10_000;

	private final ZMQ.Socket socket;

	private final SocketBase base;

	private final FrameGuard guard;

	private final SocketSettings settings;

	private final byte[] endMark;

	private final SocketOwner owner;

	private byte[][] parts = new byte[USUAL_PARTS][];

	private int size;

	private @Nullable String boundEndpoint;

	private long refused;

	private boolean closed;

	SocketPort(ZMQ.Socket socket, FrameGuard guard, SocketSettings settings, byte[] endMark, SocketOwner owner) {
		this.socket = socket;
		this.base = socket.base();
		this.guard = guard;
		this.settings = settings;
		this.endMark = endMark;
		this.owner = owner;
	}

	/**
	 * Receives one message of a DEALER.
	 * @return the whole message, or {@code null} if nothing is there
	 */
	public @Nullable Frames receive() {
		while (readMessage()) {
			if (this.size > 0) {
				return take(0);
			}
		}
		return null;
	}

	/**
	 * Receives one message of a ROUTER, or the news that a peer's connection has ended.
	 * @return the message with its sender, or {@code null} if nothing is there
	 */
	public @Nullable Addressed receiveFrom() {
		while (readMessage()) {
			if (this.size < 2 || this.parts[0].length > MAX_IDENTITY) {
				this.refused++;
				continue;
			}
			Identity peer = Identity.of(this.parts[0]);
			if (this.size == 2 && Arrays.equals(this.parts[1], this.endMark)) {
				take(1);
				return Addressed.end(peer);
			}
			return Addressed.message(peer, take(1));
		}
		return null;
	}

	/**
	 * Sends one message to whoever is connected.
	 * @param frames at least one
	 * @return whether the socket took it
	 */
	public Sent send(Frames frames) {
		return sendAll(null, frames);
	}

	/**
	 * Sends one message to one peer of a ROUTER.
	 * @param peer its identity
	 * @param frames at least one
	 * @return whether the socket took it
	 */
	public Sent sendTo(Identity peer, Frames frames) {
		return sendAll(peer, frames);
	}

	/**
	 * Connects, in the background and again whenever the connection ends.
	 * @param endpoint where to
	 * @throws EndpointException if it cannot be connected to
	 */
	public void connect(String endpoint) {
		Endpoint target = Endpoint.toConnect(endpoint);
		this.socket.setIPv6(target.ipv6());
		this.owner.connecting(this, target);
		this.base.connect(endpoint);
	}

	/**
	 * The real address of a bound socket.
	 * @return where processes of this machine can connect: with the real port, and
	 * loopback in place of a wildcard
	 */
	public String boundEndpoint() {
		return Objects.requireNonNull(this.boundEndpoint, "not bound");
	}

	/**
	 * Messages that were refused because they were beyond the limits, since opening.
	 * @return the number
	 */
	public long refused() {
		return this.refused + this.guard.refused();
	}

	public boolean isClosed() {
		return this.closed;
	}

	/** Closes the socket; what lingers is sent in the background. May be repeated. */
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.owner.closing(this);
			this.socket.close();
		}
	}

	void bound(String endpoint) {
		this.boundEndpoint = endpoint;
	}

	ZMQ.Socket socket() {
		return this.socket;
	}

	/**
	 * Connects anew after JeroMQ gave up, which it does when the peer broke the protocol.
	 * @return whether it tries; the host's name may have gone
	 */
	boolean connectAgain(String endpoint) {
		try {
			this.base.termEndpoint(endpoint);
			return this.base.connect(endpoint);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private Frames take(int from) {
		Frames frames = Frames.of((from == 0 && this.size == this.parts.length) ? this.parts.clone()
				: Arrays.copyOfRange(this.parts, from, this.size));
		Arrays.fill(this.parts, 0, this.size, null);
		this.size = 0;
		return frames;
	}

	/**
	 * Reads one whole message into the parts.
	 * @return whether there was one; no parts are left of one that was refused
	 */
	private boolean readMessage() {
		this.size = 0;
		if (this.closed) {
			return false;
		}
		long queued = this.guard.queuedBytes();
		Msg message = this.base.recv(DONTWAIT);
		if (message == null) {
			nothingThere(queued);
			return false;
		}
		long bytes = 0;
		boolean refuse = false;
		while (message != null) {
			bytes += message.size();
			refuse |= isBeyondLimits(message, bytes);
			if (!refuse) {
				keep(message.data());
			}
			message = message.hasMore() ? nextPart() : null;
		}
		this.guard.taken(bytes);
		if (refuse) {
			this.refused++;
			this.size = 0;
		}
		return true;
	}

	private boolean isBeyondLimits(Msg frame, long bytes) {
		return bytes > this.settings.maxMessageBytes() + MAX_IDENTITY || this.size > this.settings.maxParts()
				|| (frame instanceof GuardedFrame guarded && guarded.isMutilated());
	}

	private @Nullable Msg nextPart() {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			Msg part = this.base.recv(DONTWAIT);
			if (part != null) {
				return part;
			}
			if (!isTransient(this.base.errno())) {
				break;
			}
		}
		close();
		return null;
	}

	private void keep(byte[] part) {
		if (this.size == this.parts.length) {
			this.parts = Arrays.copyOf(this.parts, this.size * 2);
		}
		this.parts[this.size++] = part;
	}

	private void nothingThere(long queuedBefore) {
		if (this.base.errno() == ZError.EINTR) {
			this.owner.interrupted();
		}
		else {
			this.guard.drained(queuedBefore);
		}
	}

	private Sent sendAll(@Nullable Identity peer, Frames frames) {
		if (frames.isEmpty()) {
			throw new IllegalArgumentException("a message has at least one frame");
		}
		if (this.closed) {
			return Sent.UNREACHABLE;
		}
		int last = frames.size() - 1;
		Sent first = (peer != null) ? sendFirst(peer.bytes(), true) : sendFirst(frames.frame(0), last > 0);
		if (first != Sent.SENT) {
			return first;
		}
		for (int i = (peer != null) ? 0 : 1; i <= last; i++) {
			if (!sendNext(frames.frame(i), i < last)) {
				close();
				return Sent.UNREACHABLE;
			}
		}
		return Sent.SENT;
	}

	private Sent sendFirst(byte[] frame, boolean more) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			if (this.base.send(new Msg(frame), more ? DONTWAIT | SNDMORE : DONTWAIT)) {
				return Sent.SENT;
			}
			int errno = this.base.errno();
			if (errno != ZError.EINTR) {
				return (errno == ZError.EAGAIN) ? Sent.FULL : Sent.UNREACHABLE;
			}
			this.owner.interrupted();
		}
		return Sent.FULL;
	}

	private boolean sendNext(byte[] frame, boolean more) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			if (this.base.send(new Msg(frame), more ? DONTWAIT | SNDMORE : DONTWAIT)) {
				return true;
			}
			if (!isTransient(this.base.errno())) {
				return false;
			}
		}
		return false;
	}

	private boolean isTransient(int errno) {
		if (errno == ZError.EINTR) {
			this.owner.interrupted();
			return true;
		}
		return errno == ZError.EAGAIN;
	}

}
