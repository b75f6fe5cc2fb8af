package io.pirate;

import java.time.Duration;

import io.pirate.machine.QueueSettings;
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
 */
public record QueueOptions(String frontend, String backend, QueueSettings settings, int maxMessageSize,
		Duration drainTimeout, @Nullable BinaryStarOptions binaryStar) {

	public QueueOptions {
		if (maxMessageSize < 1) {
			throw new IllegalArgumentException("max-message-size must be at least 1: " + maxMessageSize);
		}
		if (drainTimeout.isNegative()) {
			throw new IllegalArgumentException("drain-timeout must not be negative: " + drainTimeout);
		}
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

	public QueueOptions with(QueueSettings newSettings) {
		return new QueueOptions(this.frontend, this.backend, newSettings, this.maxMessageSize, this.drainTimeout,
				this.binaryStar);
	}

	/**
	 * The same as one of a pair.
	 * @param newBinaryStar how; {@code null} for a queue that serves on its own
	 * @return the options
	 */
	public QueueOptions with(@Nullable BinaryStarOptions newBinaryStar) {
		return new QueueOptions(this.frontend, this.backend, this.settings, this.maxMessageSize, this.drainTimeout,
				newBinaryStar);
	}

}
