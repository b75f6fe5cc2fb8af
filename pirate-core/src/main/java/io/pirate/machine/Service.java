package io.pirate.machine;

import java.util.function.ObjLongConsumer;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/** A named kind of work: who does it, and what waits for it. */
final class Service {

	final ServiceName name;

	final WorkerPool pool = new WorkerPool();

	final Backlog backlog;

	/** Looks for expired requests; set no later than the earliest expiry. */
	final Deadline sweep;

	/** Registered workers. */
	int workers;

	/** Those of them that will take more. */
	int staying;

	/** Since when there is none, if there is none. */
	long unservedNanos;

	/** Bytes of its requests that wait or are in workers' hands. */
	long openBytes;

	/** Requests in their hands. */
	int inHand;

	/** Who empties its hands for the first request that must be alone. */
	@Nullable RegisteredWorker reserved;

	/** Its turn to be swept will come. */
	boolean awaitsSweep;

	/** Before that there is no further sweep. */
	long nextSweepNanos;

	Service(ServiceName name, ForeignLines foreign, ObjLongConsumer<Service> onSweep, long now) {
		this.name = name;
		this.backlog = new Backlog(foreign);
		this.nextSweepNanos = now;
		this.unservedNanos = now;
		this.sweep = new Deadline((due) -> onSweep.accept(this, due));
	}

	/** Whether nothing would be lost by forgetting it. */
	boolean isIdle() {
		return this.workers == 0 && this.inHand == 0 && this.backlog.isEmpty();
	}

	void reserve(@Nullable RegisteredWorker worker) {
		if (worker != null) {
			this.reserved = worker;
			worker.reserved = true;
			this.pool.update(worker);
		}
	}

	/** The worker gets nothing more for a reason of its own. */
	void suspend(RegisteredWorker worker) {
		if (worker == this.reserved) {
			unreserve();
		}
		this.pool.update(worker);
	}

	void unreserve() {
		RegisteredWorker worker = this.reserved;
		if (worker != null) {
			this.reserved = null;
			worker.reserved = false;
			this.pool.update(worker);
		}
	}

}
