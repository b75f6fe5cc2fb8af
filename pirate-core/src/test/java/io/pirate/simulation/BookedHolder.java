package io.pirate.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.machine.QueueSettings;
import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;

/** A registered worker. */
final class BookedHolder {

	final Identity identity;

	final WorkerDialect dialect;

	final ServiceName service;

	/** Whether it says that it is one of ours, and so knows of credit. */
	final boolean ours;

	final int capacity;

	final long allowanceNanos;

	/** The queue had room for it. */
	boolean accepted;

	long heardNanos;

	/** How long the queue had been frozen by then. */
	long frozenBefore;

	/** How much lateness the queue had been told by then. */
	long creditedBefore;

	final Map<Long, BookedLease> hands = new LinkedHashMap<>();

	BookedHolder(Identity identity, WorkerDialect dialect, ServiceName service, QueueSettings settings) {
		WorkerIdentity stated = (dialect == WorkerDialect.SIMPLE) ? null : WorkerIdentity.parse(identity);
		this.identity = identity;
		this.dialect = dialect;
		this.service = service;
		this.ours = stated != null;
		this.capacity = (stated != null) ? Math.min(stated.capacity(), settings.maxCapacity()) : 1;
		long interval = (stated != null) ? stated.heartbeatInterval().toNanos() : settings.heartbeat().intervalNanos();
		this.allowanceNanos = (dialect == WorkerDialect.SIMPLE) ? Long.MAX_VALUE / 4
				: interval * settings.heartbeat().liveness();
	}

	void heard(long now, Process queue) {
		this.heardNanos = now;
		this.frozenBefore = queue.frozenInAll();
		this.creditedBefore = queue.creditedInAll();
	}

	/**
	 * Silent for so long that it may be buried: lateness of the queue itself counts for
	 * nobody.
	 */
	boolean isSilent(long now, Process queue) {
		return now - this.heardNanos - (queue.creditedInAll() - this.creditedBefore) >= this.allowanceNanos;
	}

	/** Silent for so long that it must have been buried. */
	boolean isSilentTooLong(long now, Process queue) {
		return now - this.heardNanos > this.allowanceNanos + queue.frozenInAll() - this.frozenBefore;
	}

	void take(BookedLease lease) {
		this.hands.values().forEach((other) -> other.alone = false);
		lease.alone = this.hands.isEmpty();
		this.hands.put(lease.number, lease);
	}

	void endAll() {
		List.copyOf(this.hands.values()).forEach(BookedLease::end);
	}

	@Override
	public String toString() {
		WorkerIdentity stated = WorkerIdentity.parse(this.identity);
		return (stated != null) ? stated.name() : this.identity.toString();
	}

}
