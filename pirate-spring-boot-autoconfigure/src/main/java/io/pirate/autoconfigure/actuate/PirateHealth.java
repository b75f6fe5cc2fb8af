package io.pirate.autoconfigure.actuate;

import java.util.Map;
import java.util.stream.Stream;

import io.pirate.JeromqCurve;
import io.pirate.JeromqFrames;
import io.pirate.JeromqWakeup;
import io.pirate.spring.PirateClients;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTitanicLifecycle;
import io.pirate.spring.PirateWorkerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health component {@code pirate}, with one child for each role that is on:
 * {@code queue} when it is embedded, {@code workers} when there is an annotated method,
 * {@code client}, and {@code titanic} when it is enabled; and {@code jeromq}, what they
 * all stand on.
 */
public final class PirateHealth implements CompositeHealthContributor {

	private static final HealthIndicator JEROMQ = () -> Health.up()
		.withDetail("wakeup", JeromqWakeup.state())
		.withDetail("curve", JeromqCurve.state())
		.withDetail("curveGuards", JeromqCurve.guards())
		.withDetail("frameGuards", JeromqFrames.state())
		.build();

	private final @Nullable QueueHealthIndicator queue;

	private final @Nullable WorkersHealthIndicator workers;

	private final @Nullable ClientHealthIndicator client;

	private final @Nullable TitanicHealthIndicator titanic;

	/**
	 * The component.
	 * @param queue the embedded queue, or {@code null}
	 * @param registry the workers, or {@code null}
	 * @param clients the clients, or {@code null}
	 * @param titanic the Titanic, or {@code null}
	 * @param minWorkers live workers that the queue needs
	 * @param minWorkersOfServices live workers that single services need, by name
	 * @param known services to be shown by name
	 */
	public PirateHealth(@Nullable PirateQueueLifecycle queue, @Nullable PirateWorkerRegistry registry,
			@Nullable PirateClients clients, @Nullable PirateTitanicLifecycle titanic, int minWorkers,
			Map<String, Integer> minWorkersOfServices, KnownServices known) {
		this.queue = (queue != null) ? new QueueHealthIndicator(queue, minWorkers, minWorkersOfServices, known) : null;
		this.workers = (registry != null) ? new WorkersHealthIndicator(registry) : null;
		this.client = (clients != null) ? new ClientHealthIndicator(clients) : null;
		this.titanic = (titanic != null) ? new TitanicHealthIndicator(titanic) : null;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return stream().filter((entry) -> entry.name().equals(name))
			.findFirst()
			.map(HealthContributors.Entry::contributor)
			.orElse(null);
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		Stream.Builder<HealthContributors.Entry> entries = Stream.builder();
		if (this.queue != null) {
			entries.add(new HealthContributors.Entry("queue", this.queue));
		}
		if (this.workers != null && this.workers.isInUse()) {
			entries.add(new HealthContributors.Entry("workers", this.workers));
		}
		if (this.client != null) {
			entries.add(new HealthContributors.Entry("client", this.client));
		}
		if (this.titanic != null) {
			entries.add(new HealthContributors.Entry("titanic", this.titanic));
		}
		entries.add(new HealthContributors.Entry("jeromq", JEROMQ));
		return entries.build();
	}

}
