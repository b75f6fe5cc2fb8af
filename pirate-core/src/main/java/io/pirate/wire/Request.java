package io.pirate.wire;

import java.nio.charset.StandardCharsets;
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

	/** Most bytes of all headers; the rest of the call frame is the protocol's own. */
	public static final int LONGEST_HEADERS = CallFrame.LONGEST - 1024;

	private static final int PROPERTY_BYTES = 1 + Integer.BYTES;

	public Request {
		if (body.isEmpty()) {
			throw new IllegalArgumentException("a request needs at least one body frame");
		}
		headers = Map.copyOf(headers);
		long bytes = (contentType != null) ? contentType.getBytes(StandardCharsets.UTF_8).length : 0;
		for (String name : headers.keySet()) {
			PropertyWriter.requireName(name);
			bytes += name.length() + headers.get(name).getBytes(StandardCharsets.UTF_8).length + PROPERTY_BYTES;
			if (Property.isReserved(name)) {
				throw new IllegalArgumentException("names that start with ':' are reserved: " + name);
			}
		}
		if (bytes > LONGEST_HEADERS) {
			throw new IllegalArgumentException("headers take more than " + LONGEST_HEADERS + " bytes");
		}
	}

	public static Request of(ServiceName service, Frames body) {
		return new Request(service, body, null, Map.of());
	}

}
