package io.pirate.spring.observation;

import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags of a worker's observations; a bean of this type replaces the default.
 */
public interface PirateWorkerObservationConvention extends ObservationConvention<PirateWorkerContext> {

	@Override
	default boolean supportsContext(Context context) {
		return context instanceof PirateWorkerContext;
	}

}
