package io.pirate.reactor;

import java.util.Arrays;

import io.pirate.reactor.router.RouterInstallation;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.io.Metadata;

/** Reads whole messages from one socket into an array that is used again and again. */
final class MessageReader {

	private static final int DONTWAIT = zmq.ZMQ.ZMQ_DONTWAIT;

	/** RFC 23: an identity has at most 255 bytes. */
	static final int MAX_IDENTITY = 255;

	private static final int USUAL_PARTS = 8;

	private static final String ROUTER = "ROUTER";

	/**
	 * How often a frame in the middle of a message is tried before the socket is given
	 * up.
	 */
	private static final int MAX_ATTEMPTS = 10_000;

	private final SocketBase base;

	private final FrameGuard guard;

	/** Encryption hides how long a frame is until it is here. */
	private final int mostFrameBytes;

	private final int mostParts;

	private final long mostBytes;

	private final SocketOwner owner;

	private final boolean addressed;

	private byte[][] parts = new byte[USUAL_PARTS][];

	private int size;

	private long refused;

	private @Nullable Metadata metadata;

	/**
	 * A reader that has read nothing.
	 * @param base the socket
	 * @param guard knows what was refused before it was queued
	 * @param settings the limits
	 * @param addressed whether the first part of each message is an identity
	 * @param owner hears of interrupts
	 */
	MessageReader(SocketBase base, FrameGuard guard, SocketSettings settings, boolean addressed, SocketOwner owner) {
		this.base = base;
		this.guard = guard;
		this.mostFrameBytes = Math.max(settings.maxMessageSize(), MAX_IDENTITY);
		this.mostParts = settings.maxParts() + (addressed ? 1 : 0);
		this.mostBytes = settings.maxMessageBytes() + (addressed ? MAX_IDENTITY : 0);
		this.owner = owner;
		this.addressed = addressed;
	}

	/**
	 * Reads the next message that is within the limits.
	 * @return what was found
	 */
	Read read() {
		Read result = readAny();
		while (result == Read.REFUSED) {
			result = readAny();
		}
		return result;
	}

	/** Whether the peer that sent the latest message has said that it is a ROUTER. */
	boolean isFromRouter() {
		Metadata stated = this.metadata;
		return stated != null && ROUTER.equals(stated.get(Metadata.SOCKET_TYPE));
	}

	int size() {
		return this.size;
	}

	byte[] part(int index) {
		return this.parts[index];
	}

	/** The parts of the latest message from an index on; they are forgotten here. */
	Frames take(int from) {
		Frames frames = (from + 1 == this.size) ? Frames.ofOne(this.parts[from])
				: Frames.of(Arrays.copyOfRange(this.parts, from, this.size));
		clear();
		return frames;
	}

	/** The same, into an arrival. */
	void take(int from, Arrival arrival) {
		if (from + 1 == this.size) {
			arrival.with(this.parts[from]);
			clear();
		}
		else {
			arrival.with(take(from));
		}
	}

	/** What JeroMQ knows of the connection that sent the latest message. */
	@Nullable Metadata connection() {
		return this.metadata;
	}

	/** The latest message is not wanted after all. */
	void refuse() {
		this.refused++;
		clear();
	}

	/** The latest message never was one. */
	void drop() {
		clear();
	}

	/** Messages refused here or before they were queued. */
	long refused() {
		return this.refused + this.guard.refused();
	}

	/** Of frames that are announced, and have not all come. */
	long arrivingBytes() {
		return this.guard.arrivingBytes();
	}

	private Read readAny() {
		clear();
		long queued = this.guard.queuedBytes();
		Msg message = this.base.recv(DONTWAIT);
		if (message == null) {
			nothingThere(queued);
			return Read.NOTHING;
		}
		// what the guard has not counted: the name that JeroMQ puts in front
		long cost = this.addressed ? -(message.size() + (long) OpenMessages.FRAME_COST) : 0;
		if (this.addressed) {
			// only its bytes are kept
			message.setFlags(RouterInstallation.GIVEN_BACK);
		}
		long bytes = 0;
		boolean refuse = false;
		while (true) {
			bytes += message.size();
			cost += message.size() + (long) OpenMessages.FRAME_COST;
			refuse |= isBeyondLimits(message, bytes);
			if (!refuse) {
				keep(message.data());
			}
			if (!message.hasMore()) {
				this.guard.taken(cost);
				this.metadata = message.getMetadata();
				return refuse ? refused(message) : Read.MESSAGE;
			}
			message = nextPart();
			if (message == null) {
				return Read.BROKEN;
			}
		}
	}

	/** What the guard has mutilated it has counted, too. */
	private Read refused(Msg last) {
		if (!isMutilated(last)) {
			this.refused++;
		}
		return Read.REFUSED;
	}

	private static boolean isMutilated(Msg frame) {
		return frame instanceof GuardedFrame guarded && guarded.isMutilated();
	}

	private boolean isBeyondLimits(Msg frame, long bytes) {
		return this.size == this.mostParts || bytes > this.mostBytes || frame.size() > this.mostFrameBytes
				|| isMutilated(frame);
	}

	private @Nullable Msg nextPart() {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			Msg part = this.base.recv(DONTWAIT);
			if (part != null) {
				return part;
			}
			int errno = this.base.errno();
			if (errno == ZError.EINTR) {
				this.owner.interrupted();
			}
			else if (errno != ZError.EAGAIN) {
				return null;
			}
		}
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

	private void clear() {
		Arrays.fill(this.parts, 0, this.size, null);
		this.size = 0;
	}

	/** What was found. */
	enum Read {

		/** A whole message. */
		MESSAGE,

		/** No message is there. */
		NOTHING,

		/** A message beyond the limits; it is gone. */
		REFUSED,

		/** The socket failed in the middle of a message and cannot be used any more. */
		BROKEN

	}

}
