package io.pirate;

import io.pirate.wire.ServiceName;

/**
 * A request that may run once only was handed out, and no answer came; or a reply in
 * parts broke off. Whether it ran, and to which end, must be found out by other means; it
 * will not be sent again.
 */
public final class OutcomeUnknownException extends PirateException {

	private static final long serialVersionUID = 1L;

	public OutcomeUnknownException(ServiceName service, String reason) {
		super("Nobody knows whether the request to '" + service + "' ran: " + reason);
	}

}
