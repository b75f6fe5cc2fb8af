package io.pirate.spring;

import java.time.Duration;

import io.pirate.machine.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Patience that differs from the usual one; what is {@code null} does not.
 *
 * @param requestTimeout how long each attempt may take
 * @param retries attempts after the first
 * @param noWorkerTimeout how long a request may wait for somebody to serve its service
 */
public record Patience(@Nullable Duration requestTimeout, @Nullable Integer retries,
		@Nullable Duration noWorkerTimeout) {

	/** The usual patience. */
	static final Patience USUAL = new Patience(null, null, null);

	Patience withRequestTimeout(Duration newTimeout) {
		return new Patience(newTimeout, this.retries, this.noWorkerTimeout);
	}

	Patience withRetries(int newRetries) {
		return new Patience(this.requestTimeout, newRetries, this.noWorkerTimeout);
	}

	/**
	 * This patience where it is stated, otherwise the usual one.
	 * @param usual the usual one
	 * @return both together
	 */
	public RetryPolicy over(RetryPolicy usual) {
		if (equals(USUAL)) {
			return usual;
		}
		return new RetryPolicy((this.requestTimeout != null) ? this.requestTimeout : usual.timeout(),
				(this.retries != null) ? this.retries : usual.retries(), usual.atMostOnce(),
				(this.noWorkerTimeout != null) ? this.noWorkerTimeout : usual.noWorkerTimeout());
	}

}
