package io.pirate.autoconfigure.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pirate.PirateWorkerContainer;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.spring.PirateWorkerRegistry;

/**
 * Meters of this application's workers, {@code pirate.worker.*}, all workers together;
 * {@code pirate.worker.requests} comes from observations.
 */
public final class WorkerMetrics implements MeterBinder {

	private final CachedSnapshot<List<WorkerSnapshot>> snapshots;

	private final PirateWorkerRegistry registry;

	/**
	 * Meters that are not bound.
	 * @param registry the workers, asked at each scrape
	 */
	public WorkerMetrics(PirateWorkerRegistry registry) {
		this.registry = registry;
		this.snapshots = new CachedSnapshot<>(() -> taken(registry.running().values()), System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge
			.builder("pirate.worker.in.hand", this.snapshots,
					(cached) -> sum(cached, (worker) -> worker.running() + worker.waiting()))
			.description("Requests running and waiting in this application")
			.register(meters);
		FunctionCounter
			.builder("pirate.worker.reconnects", this.snapshots, (cached) -> sum(cached, WorkerSnapshot::reconnects))
			.description("Sockets reopened after a queue was lost")
			.register(meters);
		FunctionCounter.builder("pirate.worker.duplicates", this.registry, PirateWorkerRegistry::duplicates)
			.description("Calls answered with the reply of an earlier one")
			.register(meters);
		FunctionCounter.builder("pirate.worker.fenced", this.snapshots, (cached) -> sum(cached, WorkerSnapshot::fenced))
			.description("Requests of a pair's queue refused because its epoch is over")
			.register(meters);
	}

	private static Optional<List<WorkerSnapshot>> taken(Collection<PirateWorkerContainer> workers) {
		List<WorkerSnapshot> all = workers.stream().map(PirateWorkerContainer::snapshot).toList();
		return all.isEmpty() ? Optional.empty() : Optional.of(all);
	}

	private static double sum(CachedSnapshot<List<WorkerSnapshot>> cached, ToDoubleFunction<WorkerSnapshot> figure) {
		List<WorkerSnapshot> all = cached.get();
		return (all != null) ? all.stream().mapToDouble(figure).sum() : 0;
	}

}
