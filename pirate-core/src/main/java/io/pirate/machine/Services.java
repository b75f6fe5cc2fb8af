package io.pirate.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * All services by name. A name is known while somebody serves it or waits for it; those
 * known only from requests are limited, and never shut out a worker's.
 */
final class Services {

	private final Map<ServiceName, Service> byName = new HashMap<>();

	private final int mostRequested;

	private final ObjLongConsumer<Service> onSweep;

	Services(int mostRequested, ObjLongConsumer<Service> onSweep) {
		this.mostRequested = mostRequested;
		this.onSweep = onSweep;
	}

	@Nullable Service find(ServiceName name) {
		return this.byName.get(name);
	}

	/** The service of a request, or {@code null} if too many names are known. */
	@Nullable Service forRequest(ServiceName name, long now) {
		Service known = this.byName.get(name);
		if (known != null || this.byName.size() < this.mostRequested) {
			return (known != null) ? known : create(name, now);
		}
		return (countUnserved() < this.mostRequested) ? create(name, now) : null;
	}

	Service forWorker(ServiceName name, long now) {
		Service known = this.byName.get(name);
		return (known != null) ? known : create(name, now);
	}

	/** Forgets the service if nobody serves it and nothing waits. */
	void forgetIfIdle(Service service, Deadlines deadlines) {
		if (service.isIdle() && this.byName.remove(service.name, service)) {
			deadlines.clear(service.sweep);
		}
	}

	/** A copy, so that services may come and go while it is walked. */
	List<Service> all() {
		return new ArrayList<>(this.byName.values());
	}

	boolean isAnyWaiting() {
		for (Service service : this.byName.values()) {
			if (!service.backlog.isEmpty()) {
				return true;
			}
		}
		return false;
	}

	private int countUnserved() {
		int unserved = 0;
		for (Service service : this.byName.values()) {
			unserved += (service.workers == 0) ? 1 : 0;
		}
		return unserved;
	}

	private Service create(ServiceName name, long now) {
		Service service = new Service(name, this.onSweep, now);
		this.byName.put(name, service);
		return service;
	}

}
