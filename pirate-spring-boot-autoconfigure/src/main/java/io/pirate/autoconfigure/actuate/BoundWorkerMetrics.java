package io.pirate.autoconfigure.actuate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.machine.Drop;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.Rejection;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.machine.WorkerSnapshot.Front;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Meters of what bound workers, which clients ask directly, took from nobody: the same
 * figures by the same reasons as {@code pirate.queue.*} has of a queue, as
 * {@code pirate.worker.*} and all bound workers together.
 */
public final class BoundWorkerMetrics implements MeterBinder, PirateListener {

	private static final int MOST_PEERS = 100;

	private static final QueueSnapshot.Denied NEVER = new QueueSnapshot.Denied(0, 0);

	private final CachedSnapshot<List<Front>> fronts;

	private final Set<String> peers = ConcurrentHashMap.newKeySet();

	private volatile @Nullable MeterRegistry registry;

	/**
	 * Meters that are not bound.
	 * @param workers the workers, asked at each scrape
	 */
	public BoundWorkerMetrics(Supplier<PirateWorkerRegistry> workers) {
		this.fronts = new CachedSnapshot<>(() -> taken(workers.get()), System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		this.registry = meters;
		for (Rejection reason : Rejection.values()) {
			counter("pirate.worker.rejected", "Requests that a bound worker refused",
					(front) -> front.rejected().getOrDefault(reason, 0L))
				.tag("reason", reason.code())
				.register(meters);
		}
		for (Drop reason : Drop.values()) {
			counter("pirate.worker.dropped", "Messages that a bound worker dropped, and connections it closed at once",
					(front) -> front.dropped().getOrDefault(reason, 0L))
				.tag("reason", reason.tag())
				.register(meters);
		}
		counter("pirate.worker.connections.denied", "Connections of a bound worker whose key is not among the peers",
				Front::deniedConnections)
			.register(meters);
	}

	/** Registering it again changes nothing. */
	@Override
	public void callDenied(String peer, ServiceName service) {
		MeterRegistry meters = this.registry;
		if (meters == null || (this.peers.size() >= MOST_PEERS && !this.peers.contains(peer))) {
			return;
		}
		this.peers.add(peer);
		counter("pirate.worker.denied", "Calls of a bound worker denied for want of a right",
				(front) -> front.denied().getOrDefault(peer, NEVER).calls())
			.tag("peer", peer)
			.tag("right", "call")
			.register(meters);
	}

	private FunctionCounter.Builder<CachedSnapshot<List<Front>>> counter(String name, String description,
			ToDoubleFunction<Front> figure) {
		return FunctionCounter.builder(name, this.fronts, (cached) -> sum(cached, figure)).description(description);
	}

	private static Optional<List<Front>> taken(PirateWorkerRegistry workers) {
		List<Front> all = workers.running()
			.values()
			.stream()
			.filter((worker) -> worker.options().bind() != null)
			.map(PirateWorkerContainer::snapshot)
			.map(WorkerSnapshot::front)
			.filter(Objects::nonNull)
			.toList();
		return all.isEmpty() ? Optional.empty() : Optional.of(all);
	}

	private static double sum(CachedSnapshot<List<Front>> cached, ToDoubleFunction<Front> figure) {
		List<Front> all = cached.get();
		return (all != null) ? all.stream().mapToDouble(figure).sum() : 0;
	}

}
