package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.pirate.wire.ServiceName;

/**
 * Every attempt timed out. The request may have run, up to once for each attempt; a
 * caller whose request is idempotent may ask again.
 */
public final class NoReplyException extends PirateException {

	private static final long serialVersionUID = 1L;

	private final String service;

	private final int attempts;

	private final Duration elapsed;

	private final List<String> endpoints;

	public NoReplyException(ServiceName service, int attempts, Duration elapsed, List<String> endpoints) {
		super(String.format(Locale.ROOT, "No reply from '%s' after %d attempt%s in %.1f s via %s", service, attempts,
				(attempts == 1) ? "" : "s", elapsed.toMillis() / 1000.0,
				endpoints.isEmpty() ? "no known endpoint" : String.join(", ", endpoints)));
		this.service = service.text();
		this.attempts = attempts;
		this.elapsed = elapsed;
		this.endpoints = List.copyOf(endpoints);
	}

	/**
	 * The service that was asked.
	 * @return its name, empty for the anonymous one
	 */
	public String service() {
		return this.service;
	}

	public int attempts() {
		return this.attempts;
	}

	public Duration elapsed() {
		return this.elapsed;
	}

	public List<String> endpoints() {
		return this.endpoints;
	}

}
