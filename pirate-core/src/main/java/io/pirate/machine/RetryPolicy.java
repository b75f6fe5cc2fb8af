package io.pirate.machine;

import java.time.Duration;

/**
 * The lazy pirate's patience.
 *
 * @param timeout for each attempt, 1 ms to 365 days
 * @param retries attempts after the first, at least 0
 * @param atMostOnce never send twice, never redeliver once handed out
 */
public record RetryPolicy(Duration timeout, int retries, boolean atMostOnce) {

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
		return this.timeout.multipliedBy(attempts());
	}

}
