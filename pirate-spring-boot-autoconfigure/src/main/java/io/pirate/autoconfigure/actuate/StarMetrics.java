package io.pirate.autoconfigure.actuate;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pirate.machine.StarSnapshot;

/** Meters of the embedded queue as one of a pair, {@code pirate.binary.star.*}. */
public final class StarMetrics implements MeterBinder {

	private final CachedSnapshot<StarSnapshot> snapshot;

	/**
	 * Meters that are not bound.
	 * @param snapshot the queue's place in its pair, asked at each scrape
	 */
	public StarMetrics(Supplier<Optional<StarSnapshot>> snapshot) {
		this.snapshot = new CachedSnapshot<>(snapshot, System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge
			.builder("pirate.binary.star.serving", this.snapshot,
					(cached) -> value(cached, (star) -> star.serving() ? 1 : 0))
			.description("1 if this queue of the pair serves")
			.register(meters);
		Gauge.builder("pirate.binary.star.epoch", this.snapshot, (cached) -> value(cached, StarSnapshot::epoch))
			.description("The epoch this queue serves in, or the highest it knows of")
			.register(meters);
		FunctionCounter
			.builder("pirate.binary.star.takeovers", this.snapshot, (cached) -> value(cached, StarSnapshot::takeovers))
			.description("How often this queue became active")
			.register(meters);
		TimeGauge
			.builder("pirate.binary.star.peer.heard", this.snapshot, TimeUnit.MILLISECONDS,
					(cached) -> value(cached, (star) -> (star.peerHeardMs() >= 0) ? star.peerHeardMs() : Double.NaN))
			.description("Time since the other queue of the pair was heard")
			.register(meters);
	}

	private static double value(CachedSnapshot<StarSnapshot> cached, ToDoubleFunction<StarSnapshot> figure) {
		StarSnapshot taken = cached.get();
		return (taken != null) ? figure.applyAsDouble(taken) : 0;
	}

}
