package io.pirate.spring.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.observation.transport.RequestReplySenderContext;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;

/**
 * A call as its caller sees it. The carrier is the map of its headers, to which a tracer
 * adds its own.
 */
public final class PirateClientContext extends RequestReplySenderContext<Map<String, String>, Reply> {

	private final ServiceName service;

	private volatile boolean cancelled;

	/**
	 * A call that has not been sent.
	 * @param service whom it asks
	 * @param headers the application's headers
	 */
	public PirateClientContext(ServiceName service, Map<String, String> headers) {
		super((carrier, key, value) -> {
			if (carrier != null) {
				carrier.put(key, value);
			}
		});
		this.service = service;
		setCarrier(new LinkedHashMap<>(headers));
		setRemoteServiceName(service.toString());
	}

	public ServiceName service() {
		return this.service;
	}

	/** The caller wants no answer any more. */
	public void cancel() {
		this.cancelled = true;
	}

	/**
	 * Whether the caller gave up before the end, which is no failure.
	 * @return true after {@link #cancel()}
	 */
	public boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * The headers to send, a tracer's own included.
	 * @return name to value
	 */
	public Map<String, String> headers() {
		Map<String, String> carrier = getCarrier();
		return (carrier != null) ? carrier : Map.of();
	}

}
