package io.pirate;

import java.time.Duration;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.TitanicSettings;
import io.pirate.wire.WorkerIdentity;

/**
 * How a Titanic serves, RFC 9.
 *
 * @param name what this instance calls itself in health and in a shared database: 1 to 64
 * of {@code A-Za-z0-9._-}
 * @param settings what it allows, and how it executes
 * @param patience how long a worker may take for one request, waiting included; then the
 * request is given out again
 * @param lease shared database only: how long after an instance has died others wait
 * before they take over what it had in hand; at least 1 s
 * @param heartbeat its pulse towards queues, and the silence it allows them
 * @param maxMessageSize longest frame in bytes, inclusive
 * @param drainTimeout how long leaving may take
 * @param limits what may travel in one message
 */
public record TitanicOptions(String name, TitanicSettings settings, Duration patience, Duration lease,
		HeartbeatPolicy heartbeat, int maxMessageSize, Duration drainTimeout, SocketLimits limits) {

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	/**
	 * Called {@code titanic}; {@link TitanicSettings#DEFAULT}, an hour, 10 s, 1 s × 3, 1
	 * MiB, 20 s.
	 */
	public static final TitanicOptions DEFAULT = new TitanicOptions("titanic", TitanicSettings.DEFAULT,
			Duration.ofHours(1), Duration.ofSeconds(10), HeartbeatPolicy.DEFAULT, 1024 * 1024, Duration.ofSeconds(20));

	public TitanicOptions {
		if (!WorkerIdentity.nameFrom(name).equals(name)) {
			throw new IllegalArgumentException("name must be 1 to 64 of A-Z a-z 0-9 . _ -: " + name);
		}
		if (patience.toMillis() < 1) {
			throw new IllegalArgumentException("patience must be at least 1 ms: " + patience);
		}
		if (lease.compareTo(SHORTEST_LEASE) < 0) {
			throw new IllegalArgumentException("lease must be at least 1 s: " + lease);
		}
		if (maxMessageSize < 1) {
			throw new IllegalArgumentException("max-message-size must be at least 1: " + maxMessageSize);
		}
		if (drainTimeout.isNegative()) {
			throw new IllegalArgumentException("drain-timeout must not be negative: " + drainTimeout);
		}
	}

	/**
	 * Options with the usual limits.
	 * @param name what this instance calls itself
	 * @param settings what it allows, and how it executes
	 * @param patience how long a worker may take for one request
	 * @param lease how long after an instance has died others wait
	 * @param heartbeat its pulse towards queues, and the silence it allows them
	 * @param maxMessageSize longest frame in bytes, inclusive
	 * @param drainTimeout how long leaving may take
	 */
	public TitanicOptions(String name, TitanicSettings settings, Duration patience, Duration lease,
			HeartbeatPolicy heartbeat, int maxMessageSize, Duration drainTimeout) {
		this(name, settings, patience, lease, heartbeat, maxMessageSize, drainTimeout, SocketLimits.DEFAULT);
	}

	/**
	 * The same with other limits.
	 * @param newLimits what may travel in one message
	 * @return the options
	 */
	public TitanicOptions with(SocketLimits newLimits) {
		return new TitanicOptions(this.name, this.settings, this.patience, this.lease, this.heartbeat,
				this.maxMessageSize, this.drainTimeout, newLimits);
	}

	public TitanicOptions with(TitanicSettings newSettings) {
		return new TitanicOptions(this.name, newSettings, this.patience, this.lease, this.heartbeat,
				this.maxMessageSize, this.drainTimeout, this.limits);
	}

	public TitanicOptions withName(String newName) {
		return new TitanicOptions(newName, this.settings, this.patience, this.lease, this.heartbeat,
				this.maxMessageSize, this.drainTimeout, this.limits);
	}

	public TitanicOptions withPatience(Duration newPatience) {
		return new TitanicOptions(this.name, this.settings, newPatience, this.lease, this.heartbeat,
				this.maxMessageSize, this.drainTimeout, this.limits);
	}

	public TitanicOptions withLease(Duration newLease) {
		return new TitanicOptions(this.name, this.settings, this.patience, newLease, this.heartbeat,
				this.maxMessageSize, this.drainTimeout, this.limits);
	}

}
