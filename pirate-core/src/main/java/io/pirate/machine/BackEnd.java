package io.pirate.machine;

import java.util.List;
import java.util.function.LongSupplier;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * What a queue does with its workers: register, hear, believe or doubt, and bury them.
 */
final class BackEnd {

	private static final int OBITUARIES = 20;

	private final Deadlines deadlines;

	private final BrokerCounters counters;

	private final Answers answers;

	private final Services services;

	private final Dispatcher dispatcher;

	private final PartStreams streams;

	private final Sweeper sweeper;

	private final BrokerEvents events;

	private final Workforce workforce;

	private final Recent<Obituary> obituaries = new Recent<>(OBITUARIES);

	private boolean draining;

	BackEnd(QueueSettings settings, Deadlines deadlines, BrokerCounters counters, Answers answers, Services services,
			Dispatcher dispatcher, PartStreams streams, Sweeper sweeper, LongSupplier random, BrokerActions actions,
			BrokerEvents events) {
		this.deadlines = deadlines;
		this.counters = counters;
		this.answers = answers;
		this.services = services;
		this.dispatcher = dispatcher;
		this.streams = streams;
		this.sweeper = sweeper;
		this.events = events;
		this.workforce = new Workforce(settings, deadlines, actions, random, this::onExpired);
	}

	Workforce workforce() {
		return this.workforce;
	}

	Recent<Obituary> obituaries() {
		return this.obituaries;
	}

	boolean isDraining() {
		return this.draining;
	}

	void onReady(Identity identity, WorkerDialect dialect, ServiceName service, long now) {
		RegisteredWorker known = this.workforce.find(identity);
		if (dialect.isMajordomo() && (known != null || ServiceName.isReserved(service))) {
			refuse(identity, dialect, now);
			return;
		}
		if (known != null && isSame(known, dialect, service)) {
			known.health.heard(now);
			known.leaving = false;
			known.trust();
			known.service.pool.update(known);
			this.dispatcher.dispatch(known.service, now);
			return;
		}
		if (known != null) {
			onLeft(known, now);
		}
		if (this.workforce.isFull()) {
			this.counters.count(Drop.TOO_MANY_WORKERS);
			this.workforce.disconnect(identity, dialect);
			return;
		}
		RegisteredWorker worker = this.workforce.add(identity, dialect, this.services.forWorker(service, now), now);
		this.events.workerJoined(worker.name, service);
		worker.service.pool.update(worker);
		this.dispatcher.dispatch(worker.service, now);
	}

	void onHeartbeat(Identity identity, WorkerDialect dialect, long now) {
		RegisteredWorker worker = known(identity, dialect, now);
		if (worker != null) {
			worker.health.heard(now);
		}
	}

	void onReply(Identity identity, WorkerDialect dialect, Frames addresses, Frames body, boolean last, long now) {
		RegisteredWorker worker = known(identity, dialect, now);
		if (worker == null) {
			return;
		}
		worker.health.heard(now);
		CallFrame reply = this.dispatcher.frameOf(addresses);
		Work work = (reply != null) ? this.dispatcher.find(worker, reply) : null;
		if (reply == null || work == null) {
			onStray(worker, reply, body, now);
		}
		else if (!last || reply.has(Property.MORE)) {
			this.streams.onPart(work, worker, reply, body, now);
			return;
		}
		else if (reply.status() == ReplyStatus.RETURNED) {
			onReturned(worker, work, BrokerMachine.HANDLER_TIMEOUT.equals(reply.text(Property.CODE)), now);
		}
		else {
			this.dispatcher.take(work);
			this.streams.onLast(work, reply, body, now);
		}
		worker.service.pool.update(worker);
		this.dispatcher.dispatch(worker.service, now);
	}

	/** A Majordomo worker says that it leaves. */
	void onDisconnect(Identity identity, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null) {
			onLeft(worker, now);
		}
	}

	/** A Majordomo command out of place: whoever sent it has to begin anew. */
	void refuse(Identity identity, WorkerDialect dialect, long now) {
		this.counters.count(Drop.UNEXPECTED);
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null) {
			onLeft(worker, now);
		}
		this.workforce.disconnect(identity, dialect);
	}

	/** What cannot be understood ends a Majordomo worker's registration. */
	void onMalformed(Identity identity, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null && worker.dialect.isMajordomo()) {
			onLeft(worker, now);
			this.workforce.disconnect(identity, worker.dialect);
		}
	}

	void onGone(Identity identity, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker == null) {
			return;
		}
		boolean announced = worker.leaving;
		int redelivered = onLeft(worker, now);
		if (!announced) {
			// the commonest death: a killed process closes its connection long before its
			// silence tells
			this.obituaries.add(new Obituary(worker.name, worker.service.name, now, redelivered));
		}
	}

	void onAllGone(long now) {
		List<RegisteredWorker> gone = this.workforce.all();
		for (RegisteredWorker worker : gone) {
			int redelivered = bury(worker, now);
			this.events.workerLeft(worker.name, worker.service.name, redelivered);
		}
		gone.forEach((worker) -> afterDeath(worker.service, now));
	}

	/** A request never reached its worker: that was no delivery. */
	void onUndelivered(Identity identity, Frames addresses, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (CallFrame.decodeRequest(addresses.frame(0)) instanceof CallFrame sent && sent.isControl()) {
			return;
		}
		CallFrame frame = this.dispatcher.frameOf(addresses);
		Work work = (worker != null && frame != null) ? this.dispatcher.find(worker, frame) : null;
		if (worker != null && work != null) {
			onNotStarted(worker, work, now);
		}
	}

	/** Sends waiting requests elsewhere, now and whenever nobody is left to do them. */
	void drain() {
		this.draining = true;
		this.services.all().forEach(this::refuseWaiting);
	}

	/** The registered worker, if it is one and speaks as it did when it registered. */
	private @Nullable RegisteredWorker known(Identity identity, WorkerDialect dialect, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null && (worker.dialect == dialect || !worker.dialect.isMajordomo())) {
			return worker;
		}
		if (dialect.isMajordomo() || worker != null) {
			refuse(identity, (worker != null) ? worker.dialect : dialect, now);
		}
		else {
			this.counters.count(Drop.UNKNOWN_WORKER);
		}
		return null;
	}

	/** A reply nobody waits for: late, repeated or forged. */
	private void onStray(RegisteredWorker worker, @Nullable CallFrame reply, Frames body, long now) {
		Work abandoned = worker.abandoned;
		boolean answers = abandoned != null && abandoned.isWaiting() && reply != null
				&& reply.number() == worker.abandonedLease && reply.status() != ReplyStatus.RETURNED;
		worker.trust();
		if (abandoned != null && reply != null && answers) {
			// nobody else has it yet, so its former holder may still answer
			this.dispatcher.withdraw(abandoned);
			this.answers.forward(abandoned, reply, body, now);
		}
		else {
			this.counters.count(Drop.UNKNOWN_LEASE);
		}
	}

	private void onReturned(RegisteredWorker worker, Work work, boolean started, long now) {
		if (started) {
			this.dispatcher.take(work);
			this.dispatcher.again(work, worker, now);
		}
		else {
			onNotStarted(worker, work, now);
		}
		refuseIfNobodyIsLeft(worker.service);
	}

	/** Such a worker gets nothing more until it says READY. */
	private void onNotStarted(RegisteredWorker worker, Work work, long now) {
		this.dispatcher.take(work);
		worker.leaving = true;
		worker.service.suspend(worker);
		this.dispatcher.notStarted(work, now);
	}

	private void onExpired(RegisteredWorker worker, long now) {
		int redelivered = bury(worker, now);
		this.counters.expired++;
		this.obituaries.add(new Obituary(worker.name, worker.service.name, now, redelivered));
		this.events.workerExpired(worker.name, worker.service.name, redelivered);
		afterDeath(worker.service, now);
	}

	private int onLeft(RegisteredWorker worker, long now) {
		int redelivered = bury(worker, now);
		this.events.workerLeft(worker.name, worker.service.name, redelivered);
		afterDeath(worker.service, now);
		return redelivered;
	}

	private int bury(RegisteredWorker worker, long now) {
		worker.leaving = true;
		worker.service.suspend(worker);
		this.workforce.remove(worker, now);
		return this.dispatcher.takeAll(worker, now);
	}

	private void afterDeath(Service service, long now) {
		this.dispatcher.dispatch(service, now);
		this.sweeper.again(service, now);
		refuseIfNobodyIsLeft(service);
		this.services.forgetIfIdle(service, this.deadlines);
	}

	private void refuseIfNobodyIsLeft(Service service) {
		if (this.draining && !this.workforce.hasStayingWorker(service)) {
			refuseWaiting(service);
		}
	}

	/** Sends away what was never handed out; everything, if nobody is left to do it. */
	private void refuseWaiting(Service service) {
		boolean nobody = !this.workforce.hasStayingWorker(service);
		service.backlog.forEach((work) -> {
			if (work.deliveries == 0 || nobody) {
				this.dispatcher.withdraw(work);
				this.answers.reject(work, Rejection.SHUTTING_DOWN);
			}
		});
		this.services.forgetIfIdle(service, this.deadlines);
	}

	/** A REQ worker that says READY with something in hand has begun a new life. */
	private static boolean isSame(RegisteredWorker known, WorkerDialect dialect, ServiceName service) {
		return known.dialect == dialect && known.service.name.equals(service)
				&& (dialect.hasPulse() || known.inHand() == 0);
	}

}
