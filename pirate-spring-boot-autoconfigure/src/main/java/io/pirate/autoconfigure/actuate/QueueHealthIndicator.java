package io.pirate.autoconfigure.actuate;

import java.util.Map;
import java.util.TreeMap;

import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.QueueSnapshot.ServiceView;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.wire.ServiceName;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The embedded queue: OUT_OF_SERVICE with fewer live workers than it needs or while it
 * leaves, DOWN when its thread does not answer.
 */
final class QueueHealthIndicator implements HealthIndicator {

	private final PirateQueueLifecycle queue;

	private final int minWorkers;

	private final Map<String, Integer> minWorkersOfServices;

	QueueHealthIndicator(PirateQueueLifecycle queue, int minWorkers, Map<String, Integer> minWorkersOfServices) {
		this.queue = queue;
		this.minWorkers = minWorkers;
		this.minWorkersOfServices = new TreeMap<>(minWorkersOfServices);
	}

	@Override
	public Health health() {
		try {
			return this.queue.snapshot()
				.map(this::health)
				.orElseGet(() -> Health.outOfService().withDetail("reason", "the queue is not running").build());
		}
		catch (RuntimeException ex) {
			return Health.down(ex).build();
		}
	}

	private Health health(QueueSnapshot snapshot) {
		String shortage = shortage(snapshot);
		Health.Builder health = (shortage.isEmpty() && !snapshot.draining()) ? Health.up() : Health.outOfService();
		if (!shortage.isEmpty()) {
			health.withDetail("reason", shortage);
		}
		return health.withDetail("frontend", this.queue.queue().frontend())
			.withDetail("backend", this.queue.queue().backend())
			.withDetail("minWorkers", this.minWorkers)
			.withDetail("workers", QueueView.workers(snapshot))
			.withDetail("expiredWorkers", QueueView.expiredWorkers(snapshot))
			.withDetail("services", QueueView.services(snapshot))
			.withDetail("servicesWithoutWorkers", QueueView.servicesWithoutWorkers(snapshot))
			.withDetail("deadLetters", snapshot.deadLetters().size())
			.withDetail("draining", snapshot.draining())
			.build();
	}

	private String shortage(QueueSnapshot snapshot) {
		int workers = snapshot.workers().size();
		if (workers < this.minWorkers) {
			return workers + " live workers, " + this.minWorkers + " needed";
		}
		for (Map.Entry<String, Integer> need : this.minWorkersOfServices.entrySet()) {
			ServiceView service = snapshot.services().get(new ServiceName(need.getKey()));
			int serving = (service != null) ? service.workers() : 0;
			if (serving < need.getValue()) {
				return serving + " live workers for '" + need.getKey() + "', " + need.getValue() + " needed";
			}
		}
		return "";
	}

}
