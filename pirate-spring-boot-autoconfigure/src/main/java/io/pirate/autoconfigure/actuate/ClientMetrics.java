package io.pirate.autoconfigure.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pirate.machine.ClientSnapshot;
import io.pirate.spring.PirateClients;

/**
 * Meters of this application's clients, {@code pirate.client.*}, all connections
 * together; {@code pirate.client.requests} comes from observations.
 */
public final class ClientMetrics implements MeterBinder {

	private final CachedSnapshot<List<ClientSnapshot>> snapshots;

	/**
	 * Meters that are not bound.
	 * @param clients the clients, asked at each scrape
	 */
	public ClientMetrics(PirateClients clients) {
		this.snapshots = new CachedSnapshot<>(() -> taken(clients.snapshots().values()), System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge.builder("pirate.client.in.flight", this.snapshots, (cached) -> sum(cached, ClientSnapshot::inFlight))
			.description("Open calls")
			.register(meters);
		FunctionCounter
			.builder("pirate.client.retries", this.snapshots, (cached) -> sum(cached, ClientSnapshot::retries))
			.description("Attempts after the first")
			.register(meters);
		FunctionCounter
			.builder("pirate.client.late.replies", this.snapshots, (cached) -> sum(cached, ClientSnapshot::lateReplies))
			.description("Replies that nobody waited for any more")
			.register(meters);
	}

	private static Optional<List<ClientSnapshot>> taken(Collection<ClientSnapshot> snapshots) {
		return snapshots.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(snapshots));
	}

	private static double sum(CachedSnapshot<List<ClientSnapshot>> cached, ToDoubleFunction<ClientSnapshot> figure) {
		List<ClientSnapshot> all = cached.get();
		return (all != null) ? all.stream().mapToDouble(figure).sum() : 0;
	}

}
