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

	private final ForeignLines foreign = new ForeignLines();

	/** Those that nobody serves. */
	private int unserved;

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
		return (known != null || this.unserved >= this.mostRequested) ? known : create(name, now);
	}

	Service forWorker(ServiceName name, long now) {
		Service known = this.byName.get(name);
		return (known != null) ? known : create(name, now);
	}

	/** A worker of that service was registered. */
	void joined(Service service) {
		if (service.workers++ == 0) {
			this.unserved--;
		}
		service.staying++;
	}

	/** A worker that was not staying any more is none. */
	void left(Service service, long now) {
		if (--service.workers == 0) {
			this.unserved++;
			service.unservedNanos = now;
		}
	}

	/** Forgets the service if nobody serves it and nothing waits. */
	void forgetIfIdle(Service service, Deadlines deadlines) {
		if (service.isIdle() && this.byName.remove(service.name, service)) {
			this.unserved--;
			deadlines.clear(service.sweep);
		}
	}

	/** Where clients without call frames have something waiting. */
	ForeignLines foreign() {
		return this.foreign;
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

	private Service create(ServiceName name, long now) {
		Service service = new Service(name, this.foreign, this.onSweep, now);
		this.byName.put(name, service);
		this.unserved++;
		return service;
	}

}
