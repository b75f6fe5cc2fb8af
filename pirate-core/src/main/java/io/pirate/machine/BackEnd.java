package io.pirate.machine;

import java.util.List;
import java.util.function.LongSupplier;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Epoch;
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

	private final BrokerCounters counters;

	private final Answers answers;

	private final Services services;

	private final Dispatcher dispatcher;

	private final PartStreams streams;

	private final Standing standing;

	private final BrokerEvents events;

	private final ServingRights rights;

	private final Denials denials;

	private final Workforce workforce;

	private final Departures departures;

	BackEnd(QueueSettings settings, Deadlines deadlines, BrokerCounters counters, Answers answers, Services services,
			Dispatcher dispatcher, PartStreams streams, Standing standing, Sweeper sweeper, LongSupplier random,
			BrokerActions actions, BrokerEvents events, ServingRights rights, Denials denials) {
		this.rights = rights;
		this.denials = denials;
		this.counters = counters;
		this.answers = answers;
		this.services = services;
		this.dispatcher = dispatcher;
		this.streams = streams;
		this.standing = standing;
		this.events = events;
		this.workforce = new Workforce(settings, services, deadlines, actions, random, this::onExpired);
		this.departures = new Departures(this.workforce, deadlines, counters, answers, services, dispatcher, sweeper,
				events);
	}

	Workforce workforce() {
		return this.workforce;
	}

	Departures departures() {
		return this.departures;
	}

	void onReady(Identity identity, Peer peer, WorkerDialect dialect, ServiceName service, long now) {
		RegisteredWorker known = this.workforce.find(identity);
		if (peer != Peer.ANYONE && !peer.mayServe(service)) {
			deny(identity, peer, dialect, service, now);
			return;
		}
		if (dialect.isMajordomo()
				&& (known != null || ServiceName.isReserved(service) || !this.rights.mayServe(identity, service))) {
			refuse(identity, dialect, now);
			return;
		}
		if (known != null && isSame(known, dialect, service)) {
			known.peer = peer;
			known.heard(now);
			known.stay();
			known.trust();
			known.service.pool.update(known);
			this.dispatcher.dispatch(known.service, now);
			return;
		}
		if (known != null) {
			this.departures.left(known, now);
		}
		if (this.workforce.isFull()) {
			this.counters.count(Drop.TOO_MANY_WORKERS);
			this.workforce.disconnect(identity, dialect);
			return;
		}
		RegisteredWorker worker = this.workforce.add(identity, peer, dialect, this.services.forWorker(service, now),
				now);
		this.events.workerJoined(worker.name, service);
		worker.service.pool.update(worker);
		this.dispatcher.dispatch(worker.service, now);
	}

	void onHeartbeat(Identity identity, Peer peer, WorkerDialect dialect, long now) {
		RegisteredWorker worker = known(identity, peer, dialect, now);
		if (worker != null) {
			worker.heard(now);
			this.dispatcher.heard(worker, now);
		}
	}

	void onReply(Identity identity, Peer peer, WorkerDialect dialect, Frames addresses, Frames body, boolean last,
			long now) {
		RegisteredWorker worker = known(identity, peer, dialect, now);
		if (worker != null) {
			onReply(worker, this.dispatcher.frameOf(addresses), body, last, now);
		}
	}

	/** A reply in one frame, which is the same in every dialect. */
	void onCompact(Identity identity, Peer peer, CallFrame reply, Frames body, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker == null) {
			this.counters.count(Drop.UNKNOWN_WORKER);
		}
		else if (mayStay(worker, peer, now)) {
			onReply(worker, this.dispatcher.ours(reply), body, true, now);
		}
	}

	private void onReply(RegisteredWorker worker, @Nullable CallFrame reply, Frames body, boolean last, long now) {
		worker.heard(now);
		Work work = (reply != null) ? this.dispatcher.find(worker, reply) : null;
		if (reply == null || work == null) {
			onStray(worker, reply, body, now);
		}
		else if (!last || reply.has(Property.MORE)) {
			this.streams.onPart(work, worker, reply, body, now);
			return;
		}
		else if (reply.status() == ReplyStatus.RETURNED) {
			onReturned(worker, work, reply, BrokerMachine.HANDLER_TIMEOUT.equals(reply.text(Property.CODE)), now);
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
			this.departures.left(worker, now);
		}
	}

	/** A Majordomo command out of place: whoever sent it has to begin anew. */
	void refuse(Identity identity, WorkerDialect dialect, long now) {
		this.counters.count(Drop.UNEXPECTED);
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null) {
			this.departures.left(worker, now);
		}
		this.workforce.disconnect(identity, dialect);
	}

	/** What cannot be understood ends a Majordomo worker's registration. */
	void onMalformed(Identity identity, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null && worker.dialect.isMajordomo()) {
			this.departures.left(worker, now);
			this.workforce.disconnect(identity, worker.dialect);
		}
	}

	void onGone(Identity identity, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null) {
			this.departures.gone(worker, now);
		}
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

	/** The registered worker, if it is one and speaks as it did when it registered. */
	private @Nullable RegisteredWorker known(Identity identity, Peer peer, WorkerDialect dialect, long now) {
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null && (worker.dialect == dialect || !worker.dialect.isMajordomo())) {
			return mayStay(worker, peer, now) ? worker : null;
		}
		if (dialect.isMajordomo() || worker != null) {
			refuse(identity, (worker != null) ? worker.dialect : dialect, now);
		}
		else {
			this.counters.count(Drop.UNKNOWN_WORKER);
		}
		return null;
	}

	/** Whether a worker that was heard may still serve; otherwise that was its end. */
	private boolean mayStay(RegisteredWorker worker, Peer peer, long now) {
		if (worker.peer == peer) {
			return true;
		}
		if (!peer.isSame(worker.peer) || !peer.mayServe(worker.service.name)) {
			deny(worker.identity, peer, worker.dialect, worker.service.name, now);
			return false;
		}
		worker.peer = peer;
		worker.service.pool.update(worker);
		this.dispatcher.dispatch(worker.service, now);
		return true;
	}

	private void deny(Identity identity, Peer peer, WorkerDialect dialect, ServiceName service, long now) {
		this.counters.count(Drop.DENIED);
		RegisteredWorker worker = this.workforce.find(identity);
		if (worker != null) {
			this.departures.left(worker, now);
		}
		this.workforce.disconnect(identity, dialect);
		this.denials.worker(peer, RegisteredWorker.nameOf(identity, dialect), service, now);
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

	private void onExpired(RegisteredWorker worker, long now) {
		this.departures.expired(worker, now);
	}

	private void onReturned(RegisteredWorker worker, Work work, CallFrame reply, boolean started, long now) {
		long seen = Epoch.of(reply);
		if (seen != Epoch.NONE) {
			// not the worker's fault, and perhaps old news
			this.standing.surpassedBy(seen);
			this.dispatcher.take(work);
			this.dispatcher.notStarted(work, now);
		}
		else if (started) {
			this.dispatcher.take(work);
			this.dispatcher.again(work, worker, now);
		}
		else {
			onNotStarted(worker, work, now);
		}
		this.departures.refuseIfNobodyStays(worker.service);
	}

	/** Such a worker gets nothing more until it says READY. */
	private void onNotStarted(RegisteredWorker worker, Work work, long now) {
		this.dispatcher.take(work);
		worker.leave();
		worker.service.suspend(worker);
		this.dispatcher.notStarted(work, now);
	}

	/** A REQ worker that says READY with something in hand has begun a new life. */
	private static boolean isSame(RegisteredWorker known, WorkerDialect dialect, ServiceName service) {
		return known.dialect == dialect && known.service.name.equals(service)
				&& (dialect.hasPulse() || known.inHand() == 0);
	}

}
