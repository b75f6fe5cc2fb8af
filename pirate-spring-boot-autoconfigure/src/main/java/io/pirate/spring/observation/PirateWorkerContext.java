package io.pirate.spring.observation;

import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A request as its worker sees it. The carrier is the map of its headers.
 */
public final class PirateWorkerContext extends RequestReplyReceiverContext<Map<String, String>, Reply> {

	private final ServiceName service;

	private final String workerId;

	private final StatedKeyValues lowCardinality = new StatedKeyValues();

	private final MeterTimes times = new MeterTimes();

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

	@Override
	public Observation.Context addLowCardinalityKeyValues(KeyValues keyValues) {
		if (this.lowCardinality.take(keyValues)) {
			return this;
		}
		merge();
		return super.addLowCardinalityKeyValues(keyValues);
	}

	@Override
	public Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
		merge();
		return super.addLowCardinalityKeyValue(keyValue);
	}

	@Override
	public Observation.Context removeLowCardinalityKeyValue(String key) {
		merge();
		return super.removeLowCardinalityKeyValue(key);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues() {
		KeyValues stated = this.lowCardinality.all();
		return (stated != null) ? stated : super.getLowCardinalityKeyValues();
	}

	@Override
	public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
		merge();
		return super.getLowCardinalityKeyValue(key);
	}

	private void merge() {
		for (KeyValue keyValue : this.lowCardinality.leave()) {
			super.addLowCardinalityKeyValue(keyValue);
		}
	}

	/** What is kept for its meters. */
	MeterTimes times() {
		return this.times;
	}

}
