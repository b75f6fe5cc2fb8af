package io.pirate.autoconfigure.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pirate.PirateListener;
import io.pirate.machine.Drop;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.QueueSnapshot.ServiceView;
import io.pirate.machine.Rejection;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the embedded queue, {@code pirate.queue.*}. Services become tags if they are
 * configured or once a worker has served them, and only the first hundred; all others
 * together are {@code other}. Peers become tags once something was denied to them; their
 * names are configured.
 */
public final class QueueMetrics implements MeterBinder, PirateListener {

	private static final int MOST_SERVICES = 100;

	private static final int MOST_PEERS = 100;

	private static final String OTHER = "other";

	private final CachedSnapshot<QueueSnapshot> snapshot;

	private final Map<ServiceName, Timer> dispatch = new ConcurrentHashMap<>();

	private final Set<String> peers = ConcurrentHashMap.newKeySet();

	private final List<ServiceName> configured;

	private volatile @Nullable MeterRegistry registry;

	private volatile @Nullable Timer others;

	/**
	 * Meters that are not bound.
	 * @param snapshot the embedded queue's state, asked at each scrape
	 * @param configured names of services that are tags from the start
	 */
	public QueueMetrics(Supplier<Optional<QueueSnapshot>> snapshot, Collection<String> configured) {
		this.configured = configured.stream().map(ServiceName::new).toList();
		this.snapshot = new CachedSnapshot<>(snapshot, System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		this.registry = meters;
		counter(meters, "pirate.queue.redeliveries", "Deliveries after a lease had ended without a reply",
				QueueSnapshot::redelivered);
		counter(meters, "pirate.queue.expired.workers", "Workers that were silent too long", QueueSnapshot::expired);
		for (Rejection reason : Rejection.values()) {
			FunctionCounter
				.builder("pirate.queue.rejected", this.snapshot,
						(cached) -> value(cached, (taken) -> taken.rejected().getOrDefault(reason, 0L)))
				.tag("reason", reason.code())
				.description("Refused requests")
				.register(meters);
		}
		for (Drop reason : Drop.values()) {
			FunctionCounter
				.builder("pirate.queue.dropped", this.snapshot,
						(cached) -> value(cached, (taken) -> taken.dropped().getOrDefault(reason, 0L)))
				.tag("reason", reason.tag())
				.description("Dropped messages")
				.register(meters);
		}
		known(ServiceName.ANONYMOUS);
		this.configured.forEach(this::known);
		this.others = register(meters, OTHER, (service) -> !this.dispatch.containsKey(service));
	}

	@Override
	public void workerJoined(String worker, ServiceName service) {
		known(service);
	}

	@Override
	public void callDenied(String peer, ServiceName service) {
		denied(peer, "call", QueueSnapshot.Denied::calls);
	}

	@Override
	public void workerDenied(String peer, String worker, ServiceName service) {
		denied(peer, "serve", QueueSnapshot.Denied::workers);
	}

	/** Registering it again changes nothing. */
	private void denied(String peer, String right, ToDoubleFunction<QueueSnapshot.Denied> figure) {
		MeterRegistry meters = this.registry;
		if (meters == null || (this.peers.size() >= MOST_PEERS && !this.peers.contains(peer))) {
			return;
		}
		this.peers.add(peer);
		FunctionCounter
			.builder("pirate.queue.denied", this.snapshot,
					(cached) -> value(cached,
							(taken) -> Optional.ofNullable(taken.denied().get(peer))
								.map((denied) -> figure.applyAsDouble(denied))
								.orElse(0.0)))
			.tag("peer", peer)
			.tag("right", right)
			.description("Calls and workers denied for want of a right")
			.register(meters);
	}

	@Override
	public void dispatched(ServiceName service, long waitedNanos) {
		Timer timer = known(service);
		if (timer != null) {
			timer.record(Duration.ofNanos(waitedNanos));
		}
	}

	/** The service's own timer, or that of the others if there are too many. */
	private @Nullable Timer known(ServiceName service) {
		Timer timer = this.dispatch.get(service);
		MeterRegistry meters = this.registry;
		if (timer != null || meters == null) {
			return timer;
		}
		if (this.dispatch.size() >= MOST_SERVICES) {
			return this.others;
		}
		return this.dispatch.computeIfAbsent(service,
				(name) -> register(meters, name.toString(), (candidate) -> candidate.equals(name)));
	}

	private Timer register(MeterRegistry meters, String tag, Predicate<ServiceName> which) {
		gauge(meters, "pirate.queue.waiting", "Requests waiting", tag, which, ServiceView::waiting);
		gauge(meters, "pirate.queue.in.flight", "Requests in workers' hands", tag, which, ServiceView::inHand);
		TimeGauge
			.builder("pirate.queue.oldest.waiting", this.snapshot, TimeUnit.MILLISECONDS,
					(cached) -> value(cached,
							(taken) -> views(taken, which).mapToDouble(ServiceView::oldestWaitingMs).max().orElse(0)))
			.tag("service", tag)
			.description("How long the oldest waiting request has waited")
			.register(meters);
		workers(meters, tag, which, "ready", (worker) -> worker.inHand() == 0);
		workers(meters, tag, which, "busy", (worker) -> worker.inHand() > 0);
		return Timer.builder("pirate.queue.dispatch")
			.tag("service", tag)
			.description("Time a request waited before it was handed out")
			.register(meters);
	}

	private void workers(MeterRegistry meters, String tag, Predicate<ServiceName> which, String state,
			Predicate<QueueSnapshot.WorkerView> condition) {
		Gauge
			.builder("pirate.queue.workers", this.snapshot,
					(cached) -> value(cached,
							(taken) -> taken.workers()
								.stream()
								.filter((worker) -> which.test(worker.service()) && condition.test(worker))
								.count()))
			.tag("service", tag)
			.tag("state", state)
			.description("Live workers")
			.register(meters);
	}

	private void gauge(MeterRegistry meters, String name, String description, String tag, Predicate<ServiceName> which,
			ToDoubleFunction<ServiceView> figure) {
		Gauge
			.builder(name, this.snapshot,
					(cached) -> value(cached, (taken) -> views(taken, which).mapToDouble(figure).sum()))
			.tag("service", tag)
			.description(description)
			.register(meters);
	}

	private static Stream<ServiceView> views(QueueSnapshot snapshot, Predicate<ServiceName> which) {
		return snapshot.services()
			.entrySet()
			.stream()
			.filter((entry) -> which.test(entry.getKey()))
			.map(Map.Entry::getValue);
	}

	private void counter(MeterRegistry meters, String name, String description, ToDoubleFunction<QueueSnapshot> count) {
		FunctionCounter.builder(name, this.snapshot, (cached) -> value(cached, count))
			.description(description)
			.register(meters);
	}

	private static double value(CachedSnapshot<QueueSnapshot> cached, ToDoubleFunction<QueueSnapshot> figure) {
		QueueSnapshot taken = cached.get();
		return (taken != null) ? figure.applyAsDouble(taken) : 0;
	}

}
