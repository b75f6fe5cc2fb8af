package io.pirate.spring.observation;

import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags of a client's observations; a bean of this type replaces the default.
 */
public interface PirateClientObservationConvention extends ObservationConvention<PirateClientContext> {

	@Override
	default boolean supportsContext(Context context) {
		return context instanceof PirateClientContext;
	}

}
