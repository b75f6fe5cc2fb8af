package io.pirate.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.wire.ServiceName;

/** Turns what a queue knows into what it shows, at one instant. */
final class BrokerView {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private final long now;

	BrokerView(long now) {
		this.now = now;
	}

	QueueSnapshot queue(BackEnd back, Services services, Dispatcher dispatcher, CallMemory memory,
			BrokerCounters counters, Denials denials) {
		return new QueueSnapshot(workers(back.workforce().all()), expired(back.departures().obituaries()),
				services(services.all()), deadLetters(dispatcher.deadLetters()), memory.openBytes(),
				memory.rememberedReplies(), counters.received, counters.replied, counters.redelivered,
				counters.absorbed, counters.rejected(), counters.dropped(), denials.byPeer(), counters.expired,
				back.departures().isDraining());
	}

	List<QueueSnapshot.WorkerView> workers(List<RegisteredWorker> workers) {
		List<QueueSnapshot.WorkerView> views = new ArrayList<>(workers.size());
		for (RegisteredWorker worker : workers) {
			views.add(worker(worker));
		}
		return Collections.unmodifiableList(views);
	}

	QueueSnapshot.WorkerView worker(RegisteredWorker worker) {
		long expiresInMs = worker.dialect.hasPulse() ? Math.max(0, -since(worker.health.expiryNanos())) : -1;
		return new QueueSnapshot.WorkerView(worker.name, worker.service.name,
				Math.max(0, since(worker.health.heardNanos())), expiresInMs, worker.inHand(), worker.capacity,
				worker.peer.name());
	}

	List<QueueSnapshot.ExpiredWorker> expired(Recent<Obituary> obituaries) {
		return Collections.unmodifiableList(obituaries.map((one) -> new QueueSnapshot.ExpiredWorker(one.name(),
				one.service(), since(one.nanos()), one.redelivered())));
	}

	List<QueueSnapshot.DeadLetter> deadLetters(Recent<GivenUp> letters) {
		return Collections.unmodifiableList(letters.map((one) -> new QueueSnapshot.DeadLetter(one.service(),
				one.deliveries(), one.bytes(), since(one.nanos()), one.lastWorker())));
	}

	Map<ServiceName, QueueSnapshot.ServiceView> services(List<Service> services) {
		Map<ServiceName, QueueSnapshot.ServiceView> views = new LinkedHashMap<>();
		for (Service service : services) {
			views.put(service.name, service(service));
		}
		return Collections.unmodifiableMap(views);
	}

	QueueSnapshot.ServiceView service(Service service) {
		Work oldest = service.backlog.oldest();
		return new QueueSnapshot.ServiceView(service.workers, service.backlog.size(), service.inHand,
				(oldest != null) ? Math.max(0, since(oldest.arrivedNanos)) : 0);
	}

	private long since(long nanos) {
		return (this.now - nanos) / NANOS_PER_MILLI;
	}

}
