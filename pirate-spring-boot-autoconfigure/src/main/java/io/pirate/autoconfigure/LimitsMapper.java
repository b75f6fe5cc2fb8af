package io.pirate.autoconfigure;

import java.time.Duration;

import io.pirate.SocketLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What the properties say about the limits of sockets, judged.
 *
 * @param limits the properties
 * @param check knows the properties' names
 */
record LimitsMapper(LimitsProperties limits, PropertyCheck check) {

	private static final Duration LONGEST_HANDSHAKE = Duration.ofDays(1);

	LimitsMapper(LimitsProperties limits) {
		this(limits, new PropertyCheck("pirate.limits"));
	}

	/**
	 * The limits of one role.
	 * @param role its prefix, such as {@code pirate.queue}
	 * @param maxMessageSize its longest frame
	 */
	SocketLimits options(String role, int maxMessageSize) {
		return new SocketLimits(
				this.check.atLeast("max-message-frames", this.limits.maxMessageFrames(), SocketLimits.LEAST_FRAMES),
				messageBytes(role, maxMessageSize),
				size("max-pending-bytes", this.limits.maxPendingBytes(), SocketLimits.LEAST_PENDING_BYTES),
				count("max-connections", this.limits.maxConnections()),
				count("max-handshakes-per-second", this.limits.maxHandshakesPerSecond()), handshakeTimeout());
	}

	private long messageBytes(String role, int maxMessageSize) {
		DataSize stated = this.limits.maxMessageBytes();
		long bytes = size("max-message-bytes", stated, SocketLimits.LEAST_MESSAGE_BYTES);
		if (stated != null && bytes < maxMessageSize) {
			throw this.check.wrong("max-message-bytes", stated,
					"is less than one frame may have: " + role + ".max-message-size is " + maxMessageSize + "B",
					"Raise it, or lower " + role + ".max-message-size.");
		}
		return bytes;
	}

	private int count(String name, @Nullable Integer stated) {
		return (stated != null) ? this.check.atLeast(name, stated, 1) : SocketLimits.AUTOMATIC;
	}

	private long size(String name, @Nullable DataSize stated, long least) {
		return (stated != null) ? this.check.atLeast(name, stated, least) : SocketLimits.AUTOMATIC;
	}

	private Duration handshakeTimeout() {
		Duration stated = this.limits.handshakeTimeout();
		if (stated == null) {
			return Duration.ZERO;
		}
		this.check.positive("handshake-timeout", stated);
		if (stated.compareTo(LONGEST_HANDSHAKE) > 0) {
			throw this.check.wrong("handshake-timeout", stated, "must be at most a day",
					"Set it to a few seconds, such as 3s.");
		}
		return stated;
	}

}
