package io.pirate.spring.convert;

import java.util.Map;

import org.springframework.messaging.MessageHeaders;

/**
 * Message headers without id and timestamp: nobody reads them, and they cost more than
 * the rest of an invocation.
 */
final class BodyHeaders extends MessageHeaders {

	private static final long serialVersionUID = 1L;

	BodyHeaders(Map<String, Object> headers) {
		super(headers, ID_VALUE_NONE, -1L);
	}

}
