package io.pirate.machine;

import java.util.Locale;

/**
 * Why a queue or a direct server did not take a request; the {@code :code} of the reply.
 */
public enum Rejection {

	/** Too many requests or bytes wait already. */
	BUSY("too many requests are waiting"),

	/** Nobody serves that name, for as long as the caller would wait for somebody. */
	NO_WORKER("no worker serves that name"),
	/** The client does not read the parts of its reply. */
	TOO_SLOW("the parts of the reply were not read"),
	/** The queue is leaving. */
	SHUTTING_DOWN("the queue is shutting down"),

	/** This queue stands by while the other one of its pair serves. */
	PASSIVE("the other queue of the pair serves"),

	/** Too many service names. */
	TOO_MANY_SERVICES("too many services are known"),

	/** The call frame is longer than this queue takes. */
	TOO_LARGE("the headers are longer than this queue takes"),

	/** The caller has no right to that service. */
	DENIED("this peer may not call that service"),

	/** The caller took it back while nobody had it. */
	CANCELLED("the caller has taken it back"),

	/** The same number came with another service or body. */
	MISMATCH("the call's number was used for another request");

	private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

	private final String reason;

	Rejection(String reason) {
		this.reason = reason;
	}

	public String code() {
		return this.code;
	}

	public String reason() {
		return this.reason;
	}

}
