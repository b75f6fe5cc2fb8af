package io.pirate.autoconfigure.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
 * Meters of the embedded queue, {@code pirate.queue.*}. Services become tags only once a
 * worker has served them, and only the first hundred.
 */
public final class QueueMetrics implements MeterBinder, PirateListener {

	private static final int MOST_SERVICES = 100;

	private static final String OTHER = "other";

	private final CachedSnapshot<QueueSnapshot> snapshot;

	private final Map<ServiceName, Timer> dispatch = new ConcurrentHashMap<>();

	private volatile @Nullable MeterRegistry registry;

	/**
	 * Meters that are not bound.
	 * @param snapshot the embedded queue's state, asked at each scrape
	 */
	public QueueMetrics(Supplier<Optional<QueueSnapshot>> snapshot) {
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
	}

	@Override
	public void workerJoined(String worker, ServiceName service) {
		known(service);
	}

	@Override
	public void dispatched(ServiceName service, long waitedNanos) {
		Timer timer = known(service);
		if (timer != null) {
			timer.record(Duration.ofNanos(waitedNanos));
		}
	}

	private @Nullable Timer known(ServiceName service) {
		Timer timer = this.dispatch.get(service);
		MeterRegistry meters = this.registry;
		if (timer != null || meters == null) {
			return timer;
		}
		if (this.dispatch.size() >= MOST_SERVICES) {
			return dispatchTimer(meters, OTHER);
		}
		return this.dispatch.computeIfAbsent(service, (name) -> register(meters, name));
	}

	private Timer register(MeterRegistry meters, ServiceName service) {
		gauge(meters, "pirate.queue.waiting", "Requests waiting", service, ServiceView::waiting);
		gauge(meters, "pirate.queue.in.flight", "Requests in workers' hands", service, ServiceView::inHand);
		workers(meters, service, "ready", (worker) -> worker.inHand() == 0);
		workers(meters, service, "busy", (worker) -> worker.inHand() > 0);
		return dispatchTimer(meters, service.toString());
	}

	private static Timer dispatchTimer(MeterRegistry meters, String service) {
		return Timer.builder("pirate.queue.dispatch")
			.tag("service", service)
			.description("Time a request waited before it was handed out")
			.register(meters);
	}

	private void workers(MeterRegistry meters, ServiceName service, String state,
			Predicate<QueueSnapshot.WorkerView> condition) {
		Gauge
			.builder("pirate.queue.workers", this.snapshot,
					(cached) -> value(cached,
							(taken) -> taken.workers()
								.stream()
								.filter((worker) -> worker.service().equals(service) && condition.test(worker))
								.count()))
			.tag("service", service.toString())
			.tag("state", state)
			.description("Live workers")
			.register(meters);
	}

	private void gauge(MeterRegistry meters, String name, String description, ServiceName service,
			ToDoubleFunction<ServiceView> figure) {
		Gauge.builder(name, this.snapshot, (cached) -> value(cached, (taken) -> {
			ServiceView view = taken.services().get(service);
			return (view != null) ? figure.applyAsDouble(view) : 0;
		})).tag("service", service.toString()).description(description).register(meters);
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
