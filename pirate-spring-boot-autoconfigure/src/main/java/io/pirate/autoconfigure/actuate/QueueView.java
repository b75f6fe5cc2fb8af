package io.pirate.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.pirate.machine.Peer;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.QueueSnapshot.ServiceView;
import io.pirate.wire.ServiceName;

/** A queue's snapshot as plain maps, lists and numbers, as health shows it. */
final class QueueView {

	private static final ServiceView NOBODY = new ServiceView(0, 0, 0, 0);

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
			if (!worker.peer().equals(Peer.ANYONE.name())) {
				view.put("peer", worker.peer());
			}
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
	 * Services with a worker, those that had one and are asked for, and those that are
	 * configured, in alphabetical order.
	 */
	static Map<String, Map<String, Object>> services(QueueSnapshot snapshot, KnownServices known) {
		Map<String, Map<String, Object>> views = new TreeMap<>();
		snapshot.services().forEach((name, service) -> {
			if (isShown(name, service, known)) {
				views.put(name.toString(), service(service));
			}
		});
		known.configured().forEach((name) -> views.computeIfAbsent(name.toString(), (text) -> service(NOBODY)));
		return views;
	}

	/** The others: known from requests only. */
	static long servicesWithoutWorkers(QueueSnapshot snapshot, KnownServices known) {
		return snapshot.services()
			.entrySet()
			.stream()
			.filter((entry) -> !isShown(entry.getKey(), entry.getValue(), known))
			.count();
	}

	private static boolean isShown(ServiceName name, ServiceView service, KnownServices known) {
		return service.workers() > 0 || known.contains(name);
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

	/** What was denied to whom, by the names of peers. */
	static Map<String, Map<String, Object>> denied(Map<String, QueueSnapshot.Denied> denials) {
		Map<String, Map<String, Object>> views = new TreeMap<>();
		denials.forEach((peer, denied) -> {
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("calls", denied.calls());
			view.put("workers", denied.workers());
			views.put(peer, view);
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
