package io.pirate.autoconfigure.actuate;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pirate.PirateListener;
import io.pirate.machine.TitanicSnapshot;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Meters of this application's Titanic, {@code pirate.titanic.*}, all services together.
 */
public final class TitanicMetrics implements MeterBinder, PirateListener {

	private final CachedSnapshot<TitanicSnapshot> snapshot;

	private final Map<String, Counter> refusals = new ConcurrentHashMap<>();

	private final Map<ReplyStatus, Counter> executions = new ConcurrentHashMap<>();

	private volatile @Nullable MeterRegistry registry;

	private volatile @Nullable Timer storing;

	/**
	 * Meters that are not bound.
	 * @param snapshot the Titanic's state, asked at each scrape
	 */
	public TitanicMetrics(Supplier<Optional<TitanicSnapshot>> snapshot) {
		this.snapshot = new CachedSnapshot<>(snapshot, System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		this.registry = meters;
		gauge(meters, "pirate.titanic.pending", "Stored requests not executed yet", TitanicSnapshot::pending);
		gauge(meters, "pirate.titanic.in.hand", "Stored requests given out", TitanicSnapshot::inHand);
		gauge(meters, "pirate.titanic.replies", "Replies and failures kept", TitanicSnapshot::replies);
		gauge(meters, "pirate.titanic.dead.letters", "Requests given up", TitanicSnapshot::deadLetters);
		gauge(meters, "pirate.titanic.stored.requests", "Everything stored", TitanicSnapshot::storedRequests);
		gauge(meters, "pirate.titanic.stored.bytes", "Bytes of everything stored", TitanicSnapshot::storedBytes);
		gauge(meters, "pirate.titanic.accepting", "1 if new requests are stored, else 0",
				(taken) -> taken.accepting() ? 1 : 0);
		TimeGauge
			.builder("pirate.titanic.oldest.pending", this.snapshot, TimeUnit.MILLISECONDS,
					(cached) -> value(cached, TitanicSnapshot::oldestPendingMs))
			.description("Age of the oldest request not executed yet")
			.register(meters);
		FunctionCounter.builder("pirate.titanic.lost", this.snapshot, (cached) -> value(cached, TitanicSnapshot::lost))
			.description("Leases that ended without a reply")
			.register(meters);
		this.storing = Timer.builder("pirate.titanic.store")
			.description("Time from a request's arrival until it is on disk")
			.register(meters);
		execution(meters, ReplyStatus.OK);
	}

	@Override
	public void titanicStored(ServiceName service, long nanos) {
		Timer timer = this.storing;
		if (timer != null) {
			timer.record(Duration.ofNanos(nanos));
		}
	}

	@Override
	public void titanicRefused(String code) {
		MeterRegistry meters = this.registry;
		if (meters != null) {
			this.refusals
				.computeIfAbsent(code,
						(reason) -> Counter.builder("pirate.titanic.refused")
							.tag("reason", reason)
							.description("Requests that were not stored")
							.register(meters))
				.increment();
		}
	}

	@Override
	public void titanicExecuted(ServiceName service, ReplyStatus status) {
		MeterRegistry meters = this.registry;
		if (meters != null) {
			execution(meters, status).increment();
		}
	}

	private Counter execution(MeterRegistry meters, ReplyStatus status) {
		return this.executions.computeIfAbsent(status,
				(outcome) -> Counter.builder("pirate.titanic.executed")
					.tag("status", outcome.name().toLowerCase(Locale.ROOT))
					.description("Requests whose end is on disk")
					.register(meters));
	}

	private void gauge(MeterRegistry meters, String name, String description,
			ToDoubleFunction<TitanicSnapshot> figure) {
		Gauge.builder(name, this.snapshot, (cached) -> value(cached, figure)).description(description).register(meters);
	}

	private static double value(CachedSnapshot<TitanicSnapshot> cached, ToDoubleFunction<TitanicSnapshot> figure) {
		TitanicSnapshot taken = cached.get();
		return (taken != null) ? figure.applyAsDouble(taken) : 0;
	}

}
