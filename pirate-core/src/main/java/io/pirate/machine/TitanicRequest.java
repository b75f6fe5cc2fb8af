package io.pirate.machine;

import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

/**
 * A stored request that this instance has taken to execute it.
 *
 * @param id its ticket
 * @param request what it is about
 * @param deliveries leases that ended without a reply so far
 * @param bytes its size at rest
 */
public record TitanicRequest(String id, Request request, int deliveries, long bytes) {

	public ServiceName service() {
		return this.request.service();
	}

	TitanicRequest withDeliveries(int newDeliveries) {
		return new TitanicRequest(this.id, this.request, newDeliveries, this.bytes);
	}

}
