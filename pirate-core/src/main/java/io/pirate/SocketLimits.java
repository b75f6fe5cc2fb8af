package io.pirate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.pirate.reactor.AcceptLimits;
import io.pirate.reactor.SocketSettings;
import org.jspecify.annotations.Nullable;

/**
 * What peers may send at once, and what their connections may cost. Frames and bytes hold
 * for every socket, the rest for those that are bound.
 *
 * @param messageFrames most frames of one message, at least
 * {@value SocketLimits#LEAST_FRAMES}
 * @param messageBytes most bytes of one message, at least
 * {@value SocketLimits#LEAST_MESSAGE_BYTES}; {@value SocketLimits#AUTOMATIC} for 4 MiB,
 * or what the longest frame needs
 * @param pendingBytes most bytes of one socket that were received and not looked at yet,
 * and as many that were sent and not read yet, at least
 * {@value SocketLimits#LEAST_PENDING_BYTES}; {@value SocketLimits#AUTOMATIC} for 256 MiB,
 * or an eighth of the heap if that is less
 * @param connections most connections of one bound address;
 * {@value SocketLimits#AUTOMATIC} for 20,000, or as many as there is memory for
 * @param handshakesPerSecond with CURVE: new connections in a second, of which up to ten
 * at once; {@value SocketLimits#AUTOMATIC} for 200, or 10 without our cryptography
 * @param handshakeTimeout how long a peer may take to say who it is; zero for 3 s, and 6
 * s with CURVE
 */
public record SocketLimits(int messageFrames, long messageBytes, long pendingBytes, int connections,
		int handshakesPerSecond, Duration handshakeTimeout) {

	/** In place of a number: what suits this process. */
	public static final int AUTOMATIC = 0;

	/** An envelope and a small body have room in so many. */
	public static final int LEAST_FRAMES = 32;

	/** Headers alone may take a part of it. */
	public static final int LEAST_MESSAGE_BYTES = 256 * 1024;

	/** Some messages have room in so many. */
	public static final int LEAST_PENDING_BYTES = 1024 * 1024;

	/** 1,024 frames, and the rest as it suits. */
	public static final SocketLimits DEFAULT = new SocketLimits(1024, AUTOMATIC, AUTOMATIC, AUTOMATIC, AUTOMATIC,
			Duration.ZERO);

	private static final Duration LONGEST_HANDSHAKE = Duration.ofDays(1);

	public SocketLimits {
		atLeast("message-frames", messageFrames, LEAST_FRAMES);
		automaticOrAtLeast("message-bytes", messageBytes, LEAST_MESSAGE_BYTES);
		automaticOrAtLeast("pending-bytes", pendingBytes, LEAST_PENDING_BYTES);
		automaticOrAtLeast("connections", connections, 1);
		automaticOrAtLeast("handshakes-per-second", handshakesPerSecond, 1);
		if (!handshakeTimeout.isZero()
				&& (handshakeTimeout.toMillis() < 1 || handshakeTimeout.compareTo(LONGEST_HANDSHAKE) > 0)) {
			throw new IllegalArgumentException(
					"handshake-timeout must be at least 1 ms and at most a day, or zero: " + handshakeTimeout);
		}
	}

	/**
	 * Most bytes of one message.
	 * @param maxMessageSize longest frame
	 * @return the limit, never {@value SocketLimits#AUTOMATIC}
	 */
	long messageBytes(int maxMessageSize) {
		return (this.messageBytes != AUTOMATIC) ? this.messageBytes : SocketSettings.usualMessageBytes(maxMessageSize);
	}

	/**
	 * The same socket with these limits; whether it is encrypted must be known by now.
	 */
	SocketSettings applyTo(SocketSettings socket) {
		return socket
			.withLimits(this.messageFrames, messageBytes(socket.maxMessageSize()),
					(this.pendingBytes != AUTOMATIC) ? this.pendingBytes : socket.maxPendingBytes())
			.withAccept(accept(socket))
			.withHandshakeMillis(TimeUnit.NANOSECONDS.toMillis(this.handshakeTimeout.toNanos()));
	}

	private @Nullable AcceptLimits accept(SocketSettings socket) {
		boolean counted = this.handshakesPerSecond != AUTOMATIC && socket.curve() != null;
		if (!counted && this.connections == AUTOMATIC) {
			return null;
		}
		return counted
				? new AcceptLimits(this.connections, this.handshakesPerSecond,
						Math.min(AcceptLimits.HANDSHAKES_AT_ONCE, this.handshakesPerSecond))
				: new AcceptLimits(this.connections, AcceptLimits.USUAL, 1);
	}

	private static void automaticOrAtLeast(String name, long value, long least) {
		if (value != AUTOMATIC) {
			atLeast(name, value, least);
		}
	}

	private static void atLeast(String name, long value, long least) {
		if (value < least) {
			throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
		}
	}

}
