package io.pirate.spring.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.RequestReplySenderContext;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A call as its caller sees it. The carrier is the map of its headers, to which a tracer
 * adds its own.
 */
public final class PirateClientContext extends RequestReplySenderContext<Map<String, String>, Reply> {

	private final ServiceName service;

	private volatile boolean cancelled;

	private final StatedKeyValues lowCardinality = new StatedKeyValues();

	private final MeterTimes times = new MeterTimes();

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
