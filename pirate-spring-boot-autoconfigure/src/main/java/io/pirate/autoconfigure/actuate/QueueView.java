package io.pirate.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.QueueSnapshot.ServiceView;

/** A queue's snapshot as plain maps, lists and numbers, as health shows it. */
final class QueueView {

	private QueueView() {
	}

	static List<Map<String, Object>> workers(QueueSnapshot snapshot) {
		return snapshot.workers().stream().map((worker) -> {
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("name", worker.name());
			view.put("service", worker.service().toString());
			view.put("heardMs", worker.heardMs());
			view.put("expiresInMs", worker.expiresInMs());
			view.put("inHand", worker.inHand());
			view.put("capacity", worker.capacity());
			return view;
		}).toList();
	}

	static List<Map<String, Object>> expiredWorkers(QueueSnapshot snapshot) {
		return snapshot.expiredWorkers().stream().map((worker) -> {
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("name", worker.name());
			view.put("service", worker.service().toString());
			view.put("agoMs", worker.agoMs());
			view.put("redelivered", worker.redelivered());
			return view;
		}).toList();
	}

	/**
	 * Services with a worker, and the anonymous one. Names that only requests have
	 * mentioned may be anything, so they appear as a number.
	 */
	static Map<String, Map<String, Object>> services(QueueSnapshot snapshot) {
		Map<String, Map<String, Object>> views = new LinkedHashMap<>();
		snapshot.services().forEach((name, service) -> {
			if (service.workers() > 0 || name.isAnonymous()) {
				views.put(name.toString(), service(service));
			}
		});
		return views;
	}

	static long servicesWithoutWorkers(QueueSnapshot snapshot) {
		return snapshot.services()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().workers() == 0 && !entry.getKey().isAnonymous())
			.count();
	}

	static List<Map<String, Object>> deadLetters(QueueSnapshot snapshot) {
		List<Map<String, Object>> views = new ArrayList<>();
		snapshot.deadLetters().forEach((letter) -> {
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("service", letter.service().toString());
			view.put("deliveries", letter.deliveries());
			view.put("bytes", letter.bytes());
			view.put("agoMs", letter.agoMs());
			view.put("lastWorker", letter.lastWorker());
			views.add(view);
		});
		return views;
	}

	private static Map<String, Object> service(ServiceView service) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("workers", service.workers());
		view.put("waiting", service.waiting());
		view.put("inHand", service.inHand());
		view.put("oldestWaitingMs", service.oldestWaitingMs());
		return view;
	}

}
