package io.pirate.reactor;

import io.pirate.machine.HeartbeatPolicy;

/**
 * What differs between sockets; everything else is the same for all and lives in
 * {@link SocketFactory}. Times are in milliseconds, sizes in bytes.
 *
 * @param maxMessageSize longest frame received, inclusive
 * @param maxParts most frames in one message received
 * @param maxMessageBytes most bytes in one message received, over all its frames
 * @param maxPendingBytes most bytes received and not yet taken by the loop; beyond them
 * messages are dropped and counted, small ones only beyond twice as many
 * @param heartbeat a peer that the transport has not heard for interval × liveness is
 * gone
 * @param lingerMillis how long messages may be sent after closing
 * @param reconnectMillis between attempts to connect
 * @param reconnectMaxMillis where that interval stops doubling
 * @param highWater messages queued for each peer and direction
 * @param receiveBuffer the kernel's buffer, 0 for the system's default
 * @param sendBuffer the kernel's buffer, 0 for the system's default
 */
public record SocketSettings(int maxMessageSize, int maxParts, long maxMessageBytes, long maxPendingBytes,
		HeartbeatPolicy heartbeat, int lingerMillis, int reconnectMillis, int reconnectMaxMillis, int highWater,
		int receiveBuffer, int sendBuffer) {

	/** One mebibyte for each frame. */
	public static final int DEFAULT_MESSAGE_SIZE = 1024 * 1024;

	private static final int MAX_PARTS = 1024;

	private static final long MAX_MESSAGE_BYTES = 4L * 1024 * 1024;

	private static final long MAX_PENDING_BYTES = 256L * 1024 * 1024;

	private static final int PENDING_SHARE_OF_HEAP = 8;

	private static final int SERVER_LINGER = 1500;

	private static final int RECONNECT = 100;

	private static final int RECONNECT_MAX = 1000;

	private static final int HIGH_WATER = 1000;

	public SocketSettings {
		if (maxMessageSize < 1 || maxParts < 1 || maxMessageBytes < 1 || maxPendingBytes < 1) {
			throw new IllegalArgumentException("sizes of messages must be at least 1");
		}
		if (lingerMillis < 0 || reconnectMillis < 1 || reconnectMaxMillis < reconnectMillis) {
			throw new IllegalArgumentException("linger must not be negative, reconnect intervals at least 1 ms");
		}
		if (highWater < 1 || receiveBuffer < 0 || sendBuffer < 0) {
			throw new IllegalArgumentException("high water must be at least 1, buffers not negative");
		}
	}

	/**
	 * For a client's lane: what was not sent when it closes is dropped at once.
	 * @param maxMessageSize longest frame, inclusive
	 * @param heartbeat the transport's heartbeats
	 * @return the settings
	 */
	public static SocketSettings client(int maxMessageSize, HeartbeatPolicy heartbeat) {
		return of(maxMessageSize, heartbeat, 0, RECONNECT_MAX);
	}

	/**
	 * For queues, workers and servers: replies may leave for up to 1.5 s after closing.
	 * @param maxMessageSize longest frame, inclusive
	 * @param heartbeat the transport's heartbeats
	 * @return the settings
	 */
	public static SocketSettings server(int maxMessageSize, HeartbeatPolicy heartbeat) {
		return of(maxMessageSize, heartbeat, SERVER_LINGER, RECONNECT);
	}

	public SocketSettings withBuffers(int receive, int send) {
		return new SocketSettings(this.maxMessageSize, this.maxParts, this.maxMessageBytes, this.maxPendingBytes,
				this.heartbeat, this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, this.highWater,
				receive, send);
	}

	public SocketSettings withHighWater(int messages) {
		return new SocketSettings(this.maxMessageSize, this.maxParts, this.maxMessageBytes, this.maxPendingBytes,
				this.heartbeat, this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, messages,
				this.receiveBuffer, this.sendBuffer);
	}

	public SocketSettings withLimits(int parts, long messageBytes, long pendingBytes) {
		return new SocketSettings(this.maxMessageSize, parts, messageBytes, pendingBytes, this.heartbeat,
				this.lingerMillis, this.reconnectMillis, this.reconnectMaxMillis, this.highWater, this.receiveBuffer,
				this.sendBuffer);
	}

	private static SocketSettings of(int maxMessageSize, HeartbeatPolicy heartbeat, int linger, int reconnectMax) {
		long pending = Math.min(MAX_PENDING_BYTES, Runtime.getRuntime().maxMemory() / PENDING_SHARE_OF_HEAP);
		return new SocketSettings(maxMessageSize, MAX_PARTS, Math.max(MAX_MESSAGE_BYTES, maxMessageSize), pending,
				heartbeat, linger, RECONNECT, reconnectMax, HIGH_WATER, 0, 0);
	}

}
