package io.pirate.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * All registered workers: who lives, and our own pulse towards them. Their alarms are
 * lazy: a sign of life only notes the time, and an alarm that comes too early is set
 * again.
 */
final class Workforce {

	/** Heartbeats come up to this part of an interval early, so that they spread. */
	private static final int SPREAD = 4;

	/** The bits of chance that are used. */
	private static final int CHANCES = 1 << 16;

	private final Map<Identity, RegisteredWorker> workers = new LinkedHashMap<>();

	private final QueueSettings settings;

	private final Services services;

	private final Deadlines deadlines;

	private final BrokerActions actions;

	private final LongSupplier random;

	private final ObjLongConsumer<RegisteredWorker> onExpired;

	Workforce(QueueSettings settings, Services services, Deadlines deadlines, BrokerActions actions,
			LongSupplier random, ObjLongConsumer<RegisteredWorker> onExpired) {
		this.settings = settings;
		this.services = services;
		this.deadlines = deadlines;
		this.actions = actions;
		this.random = random;
		this.onExpired = onExpired;
	}

	@Nullable RegisteredWorker find(Identity identity) {
		return this.workers.get(identity);
	}

	boolean isEmpty() {
		return this.workers.isEmpty();
	}

	boolean isFull() {
		return this.workers.size() >= this.settings.maxWorkers();
	}

	RegisteredWorker add(Identity identity, Peer peer, WorkerDialect dialect, Service service, long now) {
		RegisteredWorker worker = new RegisteredWorker(identity, peer, dialect, service, this.settings, this, now);
		this.workers.put(identity, worker);
		this.services.joined(service);
		if (dialect.hasPulse()) {
			this.deadlines.set(worker.expiry, worker.health.expiryNanos());
			this.deadlines.set(worker.heartbeat, now + this.settings.heartbeat().intervalNanos());
		}
		return worker;
	}

	void remove(RegisteredWorker worker, long now) {
		this.workers.remove(worker.identity);
		worker.leave();
		this.services.left(worker.service, now);
		this.deadlines.clear(worker.expiry);
		this.deadlines.clear(worker.heartbeat);
	}

	/**
	 * Tells a Majordomo worker that it does not belong here; others have no such word.
	 */
	void disconnect(Identity identity, WorkerDialect dialect) {
		if (dialect.isMajordomo()) {
			this.actions.toWorker(identity, dialect, QueueCommand.Disconnect.INSTANCE);
		}
	}

	/** Tells the workers that can be told that this queue is no more. */
	void dismiss() {
		all().forEach((worker) -> disconnect(worker.identity, worker.dialect));
	}

	/** Our own loop was late: nobody else is to blame for the silence. */
	void credit(long nanos) {
		this.workers.values().forEach((worker) -> worker.credit(nanos));
	}

	/** A copy, oldest registration first. */
	List<RegisteredWorker> all() {
		return new ArrayList<>(this.workers.values());
	}

	void onSilence(RegisteredWorker worker, long now) {
		if (worker.health.isExpired(now)) {
			this.onExpired.accept(worker, now);
		}
		else {
			this.deadlines.set(worker.expiry, worker.health.expiryNanos());
		}
	}

	void onHeartbeatDue(RegisteredWorker worker, long now) {
		this.actions.toWorker(worker.identity, worker.dialect, QueueCommand.Heartbeat.INSTANCE);
		long interval = this.settings.heartbeat().intervalNanos();
		long early = (interval / SPREAD) / CHANCES * (this.random.getAsLong() & (CHANCES - 1));
		this.deadlines.set(worker.heartbeat, now + interval - early);
	}

}
