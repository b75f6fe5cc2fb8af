package io.pirate.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.QueueSnapshot.ServiceView;
import io.pirate.machine.StarSnapshot;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.wire.ServiceName;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The embedded queue: OUT_OF_SERVICE with fewer live workers than it needs or while it
 * leaves, DOWN when its thread does not answer or its sockets had to be closed.
 */
final class QueueHealthIndicator implements HealthIndicator {

	private final PirateQueueLifecycle queue;

	private final int minWorkers;

	private final Map<String, Integer> minWorkersOfServices;

	private final KnownServices known;

	QueueHealthIndicator(PirateQueueLifecycle queue, int minWorkers, Map<String, Integer> minWorkersOfServices,
			KnownServices known) {
		this.queue = queue;
		this.minWorkers = minWorkers;
		this.minWorkersOfServices = new TreeMap<>(minWorkersOfServices);
		this.known = known;
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
		StarSnapshot star = this.queue.star().orElse(null);
		if (star != null && star.problem() != null) {
			shortage = shortage.isEmpty() ? star.problem() : star.problem() + "; " + shortage;
		}
		Health.Builder health = (shortage.isEmpty() && !snapshot.draining()) ? Health.up() : Health.outOfService();
		String failure = this.queue.queue().failure();
		if (failure != null) {
			health.down().withDetail("reason", failure);
		}
		else if (!shortage.isEmpty()) {
			health.withDetail("reason", shortage);
		}
		if (star != null) {
			health.withDetail("binaryStar", StarView.of(star));
		}
		if (!snapshot.denied().isEmpty()) {
			health.withDetail("denied", QueueView.denied(snapshot.denied()));
		}
		if (this.queue.options().isExposed()) {
			health.withDetail("warning", "other machines can reach it, and nobody has to prove who they are");
		}
		return health.withDetail("security", this.queue.options().security().isOn() ? "curve" : "none")
			.withDetail("frontend", this.queue.queue().frontend())
			.withDetail("backend", this.queue.queue().backend())
			.withDetail("minWorkers", this.minWorkers)
			.withDetail("workers", QueueView.workers(snapshot))
			.withDetail("expiredWorkers", QueueView.expiredWorkers(snapshot))
			.withDetail("services", QueueView.services(snapshot, this.known))
			.withDetail("servicesWithoutWorkers", QueueView.servicesWithoutWorkers(snapshot, this.known))
			.withDetail("deadLetters", snapshot.deadLetters().size())
			.withDetail("draining", snapshot.draining())
			.build();
	}

	/** Every shortage, so that nobody mends one only to see the next. */
	private String shortage(QueueSnapshot snapshot) {
		List<String> shortages = new ArrayList<>();
		int workers = snapshot.workers().size();
		if (workers < this.minWorkers) {
			shortages.add(workers + " live workers, " + this.minWorkers + " needed");
		}
		this.minWorkersOfServices.forEach((name, needed) -> {
			ServiceView service = snapshot.services().get(new ServiceName(name));
			int serving = (service != null) ? service.workers() : 0;
			if (serving < needed) {
				shortages.add(serving + " live workers for '" + name + "', " + needed + " needed");
			}
		});
		return String.join("; ", shortages);
	}

}
