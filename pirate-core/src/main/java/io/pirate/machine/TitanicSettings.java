package io.pirate.machine;

import java.time.Duration;

/**
 * What a Titanic allows, and how it goes about executing what it has stored.
 *
 * @param parallelism requests of one service given out at once
 * @param backoff the first pause before something that did not work is tried again: a
 * service without a worker, a request whose lease ended without a reply
 * @param backoffMax the longest such pause; it doubles in between
 * @param maxDeliveries after so many leases without a reply a request is a dead letter
 * @param requestMaxAge a request not executed after that time fails as {@code expired}
 * @param replyMaxAge replies, failures and dead letters are deleted so long after they
 * came to be
 * @param maxRequests most requests stored, executed and not closed ones included; more
 * are refused as {@code full}
 * @param maxBytes most bytes of them; more are refused as {@code full}
 */
public record TitanicSettings(int parallelism, Duration backoff, Duration backoffMax, int maxDeliveries,
		Duration requestMaxAge, Duration replyMaxAge, long maxRequests, long maxBytes) {

	private static final long GIBIBYTE = 1024L * 1024 * 1024;

	/** 64 at once, 100 ms to 5 s, 3 deliveries, 7 days, 1,000,000 requests, 8 GiB. */
	public static final TitanicSettings DEFAULT = new TitanicSettings(64, Duration.ofMillis(100), Duration.ofSeconds(5),
			3, Duration.ofDays(7), Duration.ofDays(7), 1_000_000, 8 * GIBIBYTE);

	public TitanicSettings {
		positive("parallelism", parallelism);
		positive("max-deliveries", maxDeliveries);
		positive("request-max-age", requestMaxAge.toMillis());
		positive("reply-max-age", replyMaxAge.toMillis());
		positive("max-requests", maxRequests);
		positive("max-bytes", maxBytes);
		if (backoff.toMillis() < 1 || backoffMax.compareTo(backoff) < 0) {
			throw new IllegalArgumentException(
					"backoff must be at least 1 ms and at most backoff-max: " + backoff + ", " + backoffMax);
		}
	}

	private static void positive(String name, long value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be at least 1: " + value);
		}
	}

}
