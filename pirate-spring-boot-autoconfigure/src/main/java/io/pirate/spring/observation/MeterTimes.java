package io.pirate.spring.observation;

import io.micrometer.core.instrument.LongTaskTimer;
import org.jspecify.annotations.Nullable;

/** When an observation began, for its meters. */
final class MeterTimes {

	long startNanos;

	/** Counts it while it is open, if anything does. */
	LongTaskTimer.@Nullable Sample active;

}
