package io.pirate.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.spring.PirateWorkerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The workers of this application: DOWN while a running one is registered with no queue,
 * or its sockets had to be closed.
 */
final class WorkersHealthIndicator implements HealthIndicator {

	private final PirateWorkerRegistry registry;

	WorkersHealthIndicator(PirateWorkerRegistry registry) {
		this.registry = registry;
	}

	boolean isInUse() {
		return !this.registry.ids().isEmpty();
	}

	@Override
	public Health health() {
		try {
			return currentHealth();
		}
		catch (RuntimeException ex) {
			return Health.down(ex).build();
		}
	}

	private Health currentHealth() {
		List<Map<String, Object>> views = new ArrayList<>();
		List<String> alone = new ArrayList<>();
		List<String> failures = new ArrayList<>();
		this.registry.running().forEach((id, container) -> {
			WorkerSnapshot snapshot = container.snapshot();
			String bound = container.boundEndpoint();
			String failure = container.failure();
			if (failure != null) {
				failures.add(failure);
			}
			views.add(view(id, snapshot, bound, container.options()));
			if (bound == null && isAlone(container, snapshot)) {
				alone.add(id);
			}
		});
		if (views.isEmpty()) {
			return Health.unknown().withDetail("reason", "no worker is running").build();
		}
		Health.Builder health = (alone.isEmpty() && failures.isEmpty()) ? Health.up() : Health.down();
		if (!failures.isEmpty()) {
			health.withDetail("reason", failures.get(0));
		}
		else if (!alone.isEmpty()) {
			health.withDetail("reason", "registered with no queue: " + String.join(", ", alone));
		}
		return health.withDetail("workers", views).build();
	}

	/** A worker without a pulse hears nothing before its first request. */
	private static boolean isAlone(PirateWorkerContainer container, WorkerSnapshot snapshot) {
		return container.options().settings().dialect().hasPulse()
				&& snapshot.links().stream().noneMatch(WorkerSnapshot.LinkView::registered);
	}

	private static Map<String, Object> view(String id, WorkerSnapshot snapshot, @Nullable String bound,
			WorkerOptions options) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("id", id);
		view.put("name", snapshot.name());
		view.put("service", snapshot.service().toString());
		view.put("running", snapshot.running());
		view.put("waiting", snapshot.waiting());
		view.put("stuck", snapshot.stuck());
		view.put("concurrency", snapshot.concurrency());
		view.put("capacity", snapshot.capacity());
		view.put("draining", snapshot.draining());
		if (bound != null) {
			view.put("bound", bound);
			view.put("security", options.security().isOn() ? "curve" : "none");
			if (options.isExposed()) {
				view.put("warning", "other machines can reach it, and nobody has to prove who they are");
			}
			WorkerSnapshot.Front front = snapshot.front();
			if (front != null && !front.denied().isEmpty()) {
				view.put("denied", QueueView.denied(front.denied()));
			}
		}
		else {
			view.put("queues", snapshot.links().stream().map(WorkersHealthIndicator::link).toList());
		}
		return view;
	}

	private static Map<String, Object> link(WorkerSnapshot.LinkView link) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("endpoint", link.endpoint());
		view.put("registered", link.registered());
		view.put("heardMs", link.heardMs());
		view.put("livenessLeft", link.livenessLeft());
		return view;
	}

}
