package io.pirate.machine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The lazy pirate's patience.
 *
 * @param timeout for each attempt, 1 ms to 365 days
 * @param retries attempts after the first, at least 0
 * @param atMostOnce never send twice, never redeliver once handed out
 * @param noWorkerTimeout how long a queue of ours may keep a request whose service nobody
 * serves before it rejects it as {@code no-worker}: not negative, 0 is at once;
 * {@code null} lets it wait as long as the caller does. Not told on exclusive lanes
 * @param leases whether a queue of ours gives the request to another worker when the one
 * that has it dies. Not told on exclusive lanes
 */
public record RetryPolicy(Duration timeout, int retries, boolean atMostOnce, @Nullable Duration noWorkerTimeout,
		Leases leases) {

	private static final Duration LONGEST = Duration.ofDays(365);

	/** 2,500 ms and three more attempts, as in the guide. */
	public static final RetryPolicy DEFAULT = new RetryPolicy(Duration.ofMillis(2500), 3, false);

	public RetryPolicy {
		if (timeout.toMillis() < 1) {
			throw new IllegalArgumentException("request timeout must be at least 1 ms: " + timeout);
		}
		if (timeout.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"request timeout must be at most " + LONGEST.toDays() + " days: " + timeout);
		}
		if (retries < 0 || retries == Integer.MAX_VALUE) {
			throw new IllegalArgumentException("retries must be from 0 to 2147483646: " + retries);
		}
		if (noWorkerTimeout != null && noWorkerTimeout.isNegative()) {
			throw new IllegalArgumentException("no-worker timeout must not be negative: " + noWorkerTimeout);
		}
	}

	/**
	 * A policy under which queues give a request to another worker when one dies.
	 * @param timeout for each attempt, 1 ms to 365 days
	 * @param retries attempts after the first, at least 0
	 * @param atMostOnce never send twice, never redeliver once handed out
	 * @param noWorkerTimeout how long a queue of ours may keep a request whose service
	 * nobody serves
	 */
	public RetryPolicy(Duration timeout, int retries, boolean atMostOnce, @Nullable Duration noWorkerTimeout) {
		this(timeout, retries, atMostOnce, noWorkerTimeout, Leases.MANY);
	}

	/**
	 * A policy under which requests wait for a worker as long as their caller waits.
	 * @param timeout for each attempt, 1 ms to 365 days
	 * @param retries attempts after the first, at least 0
	 * @param atMostOnce never send twice, never redeliver once handed out
	 */
	public RetryPolicy(Duration timeout, int retries, boolean atMostOnce) {
		this(timeout, retries, atMostOnce, null);
	}

	public RetryPolicy withNoWorkerTimeout(@Nullable Duration newNoWorkerTimeout) {
		return new RetryPolicy(this.timeout, this.retries, this.atMostOnce, newNoWorkerTimeout, this.leases);
	}

	public RetryPolicy with(Leases newLeases) {
		return new RetryPolicy(this.timeout, this.retries, this.atMostOnce, this.noWorkerTimeout, newLeases);
	}

	/**
	 * How often the request may be sent.
	 * @return 1 if at most once, else retries + 1
	 */
	public int attempts() {
		return this.atMostOnce ? 1 : this.retries + 1;
	}

	/**
	 * What the caller is willing to wait in all.
	 * @return timeout × attempts
	 */
	public Duration total() {
		// within the limits above neither product overflows, and no big number is needed
		long attempts = attempts();
		return Duration.ofSeconds(this.timeout.getSeconds() * attempts, this.timeout.getNano() * attempts);
	}

	/** {@code :grace}, in milliseconds; -1 if it is not stated. */
	int graceMillis() {
		Duration grace = this.noWorkerTimeout;
		if (grace == null) {
			return -1;
		}
		return (grace.compareTo(LONGEST) < 0) ? (int) Math.min(Integer.MAX_VALUE, grace.toMillis()) : Integer.MAX_VALUE;
	}

}
