package io.pirate.spring.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.pirate.wire.ServiceName;

/**
 * The key values and contextual names of observations, which depend on service and
 * outcome only, so that they are made once. An application that makes up names of
 * services has the rest made anew each time.
 */
final class ServiceKeyValues {

	private static final int MOST_SERVICES = 1000;

	private final String suffix;

	private final Map<ServiceName, OfService> services = new ConcurrentHashMap<>();

	/**
	 * None yet.
	 * @param suffix what follows a service in a contextual name
	 */
	ServiceKeyValues(String suffix) {
		this.suffix = suffix;
	}

	String contextualName(ServiceName service) {
		return of(service).contextualName;
	}

	KeyValues lowCardinality(ServiceName service, String outcome) {
		OfService known = of(service);
		KeyValues keyValues = known.outcomes.get(outcome);
		return (keyValues != null) ? keyValues : known.outcomes.computeIfAbsent(outcome, known.keyValues);
	}

	private OfService of(ServiceName service) {
		OfService known = this.services.get(service);
		if (known == null) {
			known = new OfService(service.toString(), this.suffix);
			if (this.services.size() < MOST_SERVICES) {
				this.services.put(service, known);
			}
		}
		return known;
	}

	/** Of one service. */
	private static final class OfService {

		private final String contextualName;

		private final Function<String, KeyValues> keyValues;

		/** Outcomes are few. */
		private final Map<String, KeyValues> outcomes = new ConcurrentHashMap<>();

		OfService(String service, String suffix) {
			this.contextualName = service + suffix;
			KeyValue tag = KeyValue.of("service", service);
			this.keyValues = (outcome) -> KeyValues.of(tag, KeyValue.of("outcome", outcome));
		}

	}

}
