package io.pirate;

import java.time.Duration;

import io.pirate.machine.QueueSettings;
import io.pirate.reactor.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How a queue serves.
 *
 * @param frontend where clients connect, e.g. {@code tcp://127.0.0.1:5555}; {@code :*}
 * takes any free port
 * @param backend where workers connect; may equal the front end, if that is a certain
 * port
 * @param settings what its machine is told
 * @param maxMessageSize longest frame in bytes, inclusive
 * @param drainTimeout how long leaving may take
 * @param binaryStar how it is one of a pair; {@code null} if it serves on its own
 * @param security who may connect, and whether connections are encrypted
 * @param limits what peers may send at once, and what their connections may cost
 */
public record QueueOptions(String frontend, String backend, QueueSettings settings, int maxMessageSize,
		Duration drainTimeout, @Nullable BinaryStarOptions binaryStar, SecurityOptions security, SocketLimits limits) {

	public QueueOptions {
		if (maxMessageSize < 1) {
			throw new IllegalArgumentException("max-message-size must be at least 1: " + maxMessageSize);
		}
		if (drainTimeout.isNegative()) {
			throw new IllegalArgumentException("drain-timeout must not be negative: " + drainTimeout);
		}
	}

	/**
	 * A queue to which everybody may connect.
	 * @param frontend where clients connect
	 * @param backend where workers connect
	 * @param settings what its machine is told
	 * @param maxMessageSize longest frame in bytes, inclusive
	 * @param drainTimeout how long leaving may take
	 * @param binaryStar how it is one of a pair; {@code null} if it serves on its own
	 */
	public QueueOptions(String frontend, String backend, QueueSettings settings, int maxMessageSize,
			Duration drainTimeout, @Nullable BinaryStarOptions binaryStar) {
		this(frontend, backend, settings, maxMessageSize, drainTimeout, binaryStar, SecurityOptions.NONE,
				SocketLimits.DEFAULT);
	}

	/**
	 * A queue that serves on its own.
	 * @param frontend where clients connect
	 * @param backend where workers connect
	 * @param settings what its machine is told
	 * @param maxMessageSize longest frame in bytes, inclusive
	 * @param drainTimeout how long leaving may take
	 */
	public QueueOptions(String frontend, String backend, QueueSettings settings, int maxMessageSize,
			Duration drainTimeout) {
		this(frontend, backend, settings, maxMessageSize, drainTimeout, null);
	}

	/**
	 * The defaults for this process' heap.
	 * @param frontend where clients connect
	 * @param backend where workers connect
	 * @return the options
	 */
	public static QueueOptions of(String frontend, String backend) {
		return new QueueOptions(frontend, backend, QueueSettings.defaults(Runtime.getRuntime().maxMemory()),
				1024 * 1024, Duration.ofSeconds(10));
	}

	/**
	 * Whether other machines can reach what it binds, and nobody there has to prove who
	 * they are.
	 * @return false with CURVE, and where only this machine can connect
	 * @throws IllegalArgumentException if an address is malformed
	 */
	public boolean isExposed() {
		String pair = (this.binaryStar != null) ? this.binaryStar.bind() : null;
		boolean loopback = Endpoint.toBind(this.frontend).loopback() && Endpoint.toBind(this.backend).loopback()
				&& (pair == null || Endpoint.toBind(pair).loopback());
		return !this.security.isOn() && !loopback;
	}

	public QueueOptions with(QueueSettings newSettings) {
		return new QueueOptions(this.frontend, this.backend, newSettings, this.maxMessageSize, this.drainTimeout,
				this.binaryStar, this.security, this.limits);
	}

	/**
	 * The same as one of a pair.
	 * @param newBinaryStar how; {@code null} for a queue that serves on its own
	 * @return the options
	 */
	public QueueOptions with(@Nullable BinaryStarOptions newBinaryStar) {
		return new QueueOptions(this.frontend, this.backend, this.settings, this.maxMessageSize, this.drainTimeout,
				newBinaryStar, this.security, this.limits);
	}

	/**
	 * The same with other security.
	 * @param newSecurity who may connect, and whether connections are encrypted
	 * @return the options
	 */
	public QueueOptions with(SecurityOptions newSecurity) {
		return new QueueOptions(this.frontend, this.backend, this.settings, this.maxMessageSize, this.drainTimeout,
				this.binaryStar, newSecurity, this.limits);
	}

	/**
	 * The same with other limits.
	 * @param newLimits what peers may send at once, and what their connections may cost
	 * @return the options
	 */
	public QueueOptions with(SocketLimits newLimits) {
		return new QueueOptions(this.frontend, this.backend, this.settings, this.maxMessageSize, this.drainTimeout,
				this.binaryStar, this.security, newLimits);
	}

}
