package io.pirate.spring.observation;

import java.util.Map;

import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;

/**
 * A request as its worker sees it. The carrier is the map of its headers.
 */
public final class PirateWorkerContext extends RequestReplyReceiverContext<Map<String, String>, Reply> {

	private final ServiceName service;

	private final String workerId;

	/**
	 * A request that has not been answered.
	 * @param service whom it asks
	 * @param workerId the worker's name in the registry
	 * @param headers the request's headers
	 */
	public PirateWorkerContext(ServiceName service, String workerId, Map<String, String> headers) {
		super((carrier, key) -> carrier.get(key));
		this.service = service;
		this.workerId = workerId;
		setCarrier(headers);
	}

	public ServiceName service() {
		return this.service;
	}

	public String workerId() {
		return this.workerId;
	}

}
