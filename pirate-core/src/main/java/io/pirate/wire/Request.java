package io.pirate.wire;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a caller asks, without how it travels.
 *
 * @param service whom it is for
 * @param body at least one frame
 * @param contentType what the body is, or {@code null} if nobody says
 * @param headers the application's headers; no name starts with a colon
 */
public record Request(ServiceName service, Frames body, @Nullable String contentType, Map<String, String> headers) {

	public Request {
		if (body.isEmpty()) {
			throw new IllegalArgumentException("a request needs at least one body frame");
		}
		headers = Map.copyOf(headers);
		for (String name : headers.keySet()) {
			Properties.requireName(name);
			if (Property.isReserved(name)) {
				throw new IllegalArgumentException("names that start with ':' are reserved: " + name);
			}
		}
	}

	public static Request of(ServiceName service, Frames body) {
		return new Request(service, body, null, Map.of());
	}

}
