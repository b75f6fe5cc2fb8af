package io.pirate.autoconfigure;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps draining inside the time that Spring gives a phase: past it Spring would go on
 * and close what draining still needs.
 *
 * @param phase the value of {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
record DrainLimit(Duration phase) {

	private static final Logger logger = LoggerFactory.getLogger(DrainLimit.class);

	/** Left for closing sockets and threads after the drain. */
	private static final Duration CLOSING = Duration.ofSeconds(1);

	Duration apply(String prefix, Duration stated) {
		Duration most = this.phase.minus(CLOSING);
		if (stated.compareTo(most) <= 0) {
			return stated;
		}
		Duration shorter = most.isNegative() ? Duration.ZERO : most;
		logger.warn("{}.drain-timeout is shortened to {} ms, because spring.lifecycle.timeout-per-shutdown-phase is {}",
				prefix, shorter.toMillis(), this.phase);
		return shorter;
	}
}
