package io.pirate.reactor;

import io.pirate.machine.HeartbeatPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What differs between sockets; everything else is the same for all and lives in
 * {@link SocketFactory}. Times are in milliseconds, sizes in bytes.
 *
 * @param maxMessageSize longest frame received, inclusive
 * @param maxParts most frames in one message received
 * @param maxMessageBytes most bytes in one message received, over all its frames
 * @param maxPendingBytes most bytes received and not yet taken by the loop; beyond them
 * messages are dropped and counted, small ones only beyond twice as many
 * @param silenceMillis a peer whose transport is silent for so long is gone; noticed
 * after up to twice this time
 * @param lingerMillis how long messages may be sent after closing
 * @param reconnectMillis between attempts to connect
 * @param reconnectMaxMillis where that interval stops doubling
 * @param highWater messages queued for each peer and direction
 * @param receiveBuffer the kernel's buffer, 0 for the system's default
 * @param sendBuffer the kernel's buffer, 0 for the system's default
 * @param curve how it encrypts and who may connect; {@code null} for neither
 * @param accept how many connections a bound socket lets in; {@code null} for as many as
 * there is memory for, and as their handshakes may cost
 * @param handshakeMillis how long a bound socket waits for a handshake;
 * {@value SocketSettings#USUAL} for the usual time
 */
public record SocketSettings(int maxMessageSize, int maxParts, long maxMessageBytes, long maxPendingBytes,
		int silenceMillis, int lingerMillis, int reconnectMillis, int reconnectMaxMillis, int highWater,
		int receiveBuffer, int sendBuffer, @Nullable CurveSettings curve, @Nullable AcceptLimits accept,
		long handshakeMillis) {

	/** In place of a time. */
	public static final int USUAL = 0;

	/** One mebibyte for each frame. */
	public static final int DEFAULT_MESSAGE_SIZE = 1024 * 1024;

	/** What may come before a body: addresses, a call frame, a service's name. */
	public static final int HEAD_ROOM = 128 * 1024;

	private static final int MAX_PARTS = 1024;

	private static final long MAX_MESSAGE_BYTES = 4L * 1024 * 1024;

	private static final long MAX_PENDING_BYTES = 256L * 1024 * 1024;

	private static final int PENDING_SHARE_OF_HEAP = 8;

	private static final int SERVER_LINGER = 1500;

	private static final int RECONNECT = 100;

	private static final int RECONNECT_MAX = 1000;

	private static final int HIGH_WATER = 1000;

	/**
	 * JeroMQ reads and writes as much at once as its socket's buffers hold: measured,
	 * this is worth 1.2 to 1.6 times the throughput of the system's own choice.
	 */
	private static final int BUFFER = 64 * 1024;

	/**
	 * It also takes both buffers' size of direct memory for each connection. A process
	 * with less heap, and so less direct memory, must not be filled by a few hundred.
	 */
	private static final long HEAP_FOR_BUFFERS = 500L * 1024 * 1024;

	/** Shorter silences of the transport mean nothing on a busy machine. */
	private static final long MIN_SILENCE = 500;

	private static final long MAX_SILENCE = 60_000;

	public SocketSettings {
		if (maxMessageSize < 1 || maxParts < 1 || maxMessageBytes < 1 || maxPendingBytes < 1) {
			throw new IllegalArgumentException("sizes of messages must be at least 1");
		}
		if (silenceMillis < 1 || lingerMillis < 0 || reconnectMillis < 1 || reconnectMaxMillis < reconnectMillis) {
			throw new IllegalArgumentException(
					"linger must not be negative, silence and reconnect intervals at least 1 ms");
		}
		if (highWater < 1 || receiveBuffer < 0 || sendBuffer < 0 || handshakeMillis < 0) {
			throw new IllegalArgumentException("high water must be at least 1, buffers and times not negative");
		}
	}

	/**
	 * For a client's lane: what was not sent when it closes is dropped at once. A queue
	 * that falls silent is noticed within interval × liveness, for there are no other
	 * heartbeats. Its sockets are few, so their buffers are large.
	 * @param maxMessageSize longest frame, inclusive
	 * @param heartbeat how much silence is death
	 * @return the settings
	 */
	public static SocketSettings client(int maxMessageSize, HeartbeatPolicy heartbeat) {
		return of(maxMessageSize, heartbeat.allowanceNanos() / 2, 0, RECONNECT_MAX).withBuffers(BUFFER, BUFFER);
	}

	/**
	 * For queues, workers and servers: replies may leave for up to 1.5 s after closing.
	 * The transport is not stricter than the protocol's own heartbeats, which come first.
	 * Buffers are large where the heap is, for there may be many connections.
	 * @param maxMessageSize longest frame, inclusive
	 * @param heartbeat how much silence is death
	 * @return the settings
	 */
	public static SocketSettings server(int maxMessageSize, HeartbeatPolicy heartbeat) {
		int buffer = (Runtime.getRuntime().maxMemory() >= HEAP_FOR_BUFFERS) ? BUFFER : 0;
		return of(maxMessageSize, heartbeat.allowanceNanos(), SERVER_LINGER, RECONNECT).withBuffers(buffer, buffer);
	}

	public SocketSettings withBuffers(int receive, int send) {
		return new SocketSettings(this.maxMessageSize, this.maxParts, this.maxMessageBytes, this.maxPendingBytes,
				this.silenceMillis, this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, this.highWater,
				receive, send, this.curve, this.accept, this.handshakeMillis);
	}

	public SocketSettings withHighWater(int messages) {
		return new SocketSettings(this.maxMessageSize, this.maxParts, this.maxMessageBytes, this.maxPendingBytes,
				this.silenceMillis, this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, messages,
				this.receiveBuffer, this.sendBuffer, this.curve, this.accept, this.handshakeMillis);
	}

	public SocketSettings withLimits(int parts, long messageBytes, long pendingBytes) {
		return new SocketSettings(this.maxMessageSize, parts, messageBytes, pendingBytes, this.silenceMillis,
				this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, this.highWater, this.receiveBuffer,
				this.sendBuffer, this.curve, this.accept, this.handshakeMillis);
	}

	/**
	 * The same, encrypted.
	 * @param newCurve how; {@code null} for not
	 * @return the settings
	 */
	public SocketSettings with(@Nullable CurveSettings newCurve) {
		return new SocketSettings(this.maxMessageSize, this.maxParts, this.maxMessageBytes, this.maxPendingBytes,
				this.silenceMillis, this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, this.highWater,
				this.receiveBuffer, this.sendBuffer, newCurve, this.accept, this.handshakeMillis);
	}

	/**
	 * The same with so many connections.
	 * @param newAccept how many; {@code null} for the usual number
	 * @return the settings
	 */
	public SocketSettings withAccept(@Nullable AcceptLimits newAccept) {
		return new SocketSettings(this.maxMessageSize, this.maxParts, this.maxMessageBytes, this.maxPendingBytes,
				this.silenceMillis, this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, this.highWater,
				this.receiveBuffer, this.sendBuffer, this.curve, newAccept, this.handshakeMillis);
	}

	/**
	 * The same with another patience.
	 * @param newHandshakeMillis how long a bound socket waits for a handshake;
	 * {@value SocketSettings#USUAL} for the usual time
	 * @return the settings
	 */
	public SocketSettings withHandshakeMillis(long newHandshakeMillis) {
		return new SocketSettings(this.maxMessageSize, this.maxParts, this.maxMessageBytes, this.maxPendingBytes,
				this.silenceMillis, this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, this.highWater,
				this.receiveBuffer, this.sendBuffer, this.curve, this.accept, newHandshakeMillis);
	}

	/**
	 * The longest frame on the wire, which with encryption is longer than what is in it.
	 */
	int maxWireFrame() {
		if (this.curve == null) {
			return this.maxMessageSize;
		}
		long wrapped = (long) this.maxMessageSize + CurveSettings.FRAME_OVERHEAD;
		return (int) Math.min(Integer.MAX_VALUE, Math.max(wrapped, CurveSettings.HANDSHAKE_FRAME));
	}

	/**
	 * Bytes of one message, where nobody says how many: the longest frame fits.
	 * @param maxMessageSize longest frame
	 * @return the limit
	 */
	public static long usualMessageBytes(int maxMessageSize) {
		return Math.max(MAX_MESSAGE_BYTES, (long) maxMessageSize + HEAD_ROOM);
	}

	private static SocketSettings of(int maxMessageSize, long silenceNanos, int linger, int reconnectMax) {
		long silence = Math.max(MIN_SILENCE, Math.min(MAX_SILENCE, silenceNanos / 1_000_000L));
		long pending = Math.min(MAX_PENDING_BYTES, Runtime.getRuntime().maxMemory() / PENDING_SHARE_OF_HEAP);
		return new SocketSettings(maxMessageSize, MAX_PARTS, usualMessageBytes(maxMessageSize), pending, (int) silence,
				linger, RECONNECT, reconnectMax, HIGH_WATER, 0, 0, null, null, USUAL);
	}

}
