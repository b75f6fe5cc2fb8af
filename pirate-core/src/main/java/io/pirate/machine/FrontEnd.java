package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/** What a queue does with its clients: take, refuse, or know the call already. */
final class FrontEnd {

	private final QueueSettings settings;

	private final Deadlines deadlines;

	private final BrokerCounters counters;

	private final CallMemory memory;

	private final Answers answers;

	private final Services services;

	private final Dispatcher dispatcher;

	private final PartStreams streams;

	private final Standing standing;

	private final MmiResponder mmi;

	private final Admission admission;

	private final WaitingRoom room;

	/** The queue is leaving. */
	private boolean refusing;

	FrontEnd(QueueSettings settings, Deadlines deadlines, BrokerCounters counters, CallMemory memory, Answers answers,
			Services services, Dispatcher dispatcher, PartStreams streams, Standing standing, MmiResponder mmi,
			Denials denials) {
		this.settings = settings;
		this.deadlines = deadlines;
		this.counters = counters;
		this.memory = memory;
		this.answers = answers;
		this.services = services;
		this.dispatcher = dispatcher;
		this.streams = streams;
		this.standing = standing;
		this.mmi = mmi;
		this.admission = new Admission(memory, denials);
		this.room = new WaitingRoom(memory, dispatcher, answers);
	}

	/** Refuses every new call from now on. */
	void refuse() {
		this.refusing = true;
	}

	void refuse(Identity client, Envelope envelope, ServiceName service, Rejection rejection) {
		this.counters.received++;
		this.answers.reject(client, envelope, service, rejection);
	}

	void onRequest(Identity client, Peer peer, Envelope address, ServiceName service, Frames body, long now) {
		Envelope envelope = this.settings.compact() ? address : address.inFrames(service);
		this.counters.received++;
		CallFrame call = envelope.call();
		Rejection denied = (peer != Peer.ANYONE) ? this.admission.judge(peer, call, service, body, now) : null;
		if (denied != null) {
			this.answers.reject(client, envelope, service, denied);
			return;
		}
		if (call != null && call.encodedLength() > this.settings.peers().callFrameBytes()) {
			this.answers.reject(client, envelope, service, Rejection.TOO_LARGE);
			return;
		}
		boolean standingBy = this.standing.isStandingByWhenAsked();
		if (ServiceName.isReserved(service) && standingBy) {
			this.answers.reject(client, envelope, service, Rejection.PASSIVE);
			return;
		}
		if (ServiceName.isReserved(service)) {
			this.answers.own(client, envelope, service, this.mmi.answer(service, body, now));
			return;
		}
		if (call != null && call.isControl()) {
			onControl(peer, call, service, now);
			return;
		}
		if (call == null || !this.memory.mayKnow(call) || !isKnown(client, envelope, call, service, body, now)) {
			onNewRequest(client, peer, envelope, service, body, now);
		}
	}

	/** A connection ended; who has a call frame may come back by another one. */
	void onGone(Identity client, long now) {
		this.streams.onGone(client, now);
		this.services.foreign().forEach(client, (line) -> line.works.forEach(this::forgetForeign));
	}

	/** Whether the call came before; then all is done for it. */
	private boolean isKnown(Identity client, Envelope envelope, CallFrame call, ServiceName service, Frames body,
			long now) {
		Work open = this.memory.findOpen(call);
		if (open != null) {
			onRepeat(open, client, envelope, service, body, now);
			return true;
		}
		if (this.memory.isOfAnother(call, service, body, now)) {
			this.answers.reject(client, envelope, service, Rejection.MISMATCH);
			return true;
		}
		RememberedReply remembered = this.memory.findReply(call, now);
		if (remembered == null) {
			return false;
		}
		this.counters.absorbed++;
		this.answers.repeat(client, envelope, service, remembered);
		return true;
	}

	/**
	 * Who knows origin and number is the caller, by whatever connection of its. One that
	 * has forgotten the call names no service. What is not answered in parts can be taken
	 * back, unless a worker has it.
	 */
	private void onControl(Peer peer, CallFrame call, ServiceName service, long now) {
		Work open = this.memory.findOpen(call);
		if (open == null || !(service.isAnonymous() || open.service.name.equals(service))) {
			return;
		}
		if (!peer.mayCall(open.service.name) && !call.has(Property.CANCEL)) {
			// it was allowed when the call began: nobody waits for what is not granted
			return;
		}
		CallFrame asked = open.call;
		boolean recalled = call.has(Property.CANCEL) && asked != null && !asked.has(Property.CREDIT)
				&& !open.hasBegun();
		if (!recalled) {
			this.streams.onControl(open, call, now);
			forgetIfIdle(open.service);
		}
		else if (open.isWaiting()) {
			this.dispatcher.withdraw(open);
			this.answers.reject(open, Rejection.CANCELLED);
			forgetIfIdle(open.service);
		}
	}

	private void onNewRequest(Identity client, Peer peer, Envelope envelope, ServiceName name, Frames body, long now) {
		Service service = (this.refusing || this.standing.isStandingBy()) ? this.services.find(name)
				: this.services.forRequest(name, now);
		Rejection rejection = rejectionOf(service, client, peer, envelope, body);
		if (service == null || rejection != null) {
			this.answers.reject(client, envelope, name, (rejection != null) ? rejection : Rejection.TOO_MANY_SERVICES);
			forgetIfIdle(service);
			return;
		}
		Work work = new Work(service, peer, client, envelope, body, this.settings.requestTtl().toNanos(), now);
		this.memory.open(work);
		if (work.isExpired(now)) {
			this.answers.expire(work, now);
			forgetIfIdle(service);
			return;
		}
		if (service.workers == 0 && work.graceEndNanos(service.unservedNanos) - now <= 0) {
			this.answers.reject(work, Rejection.NO_WORKER);
			forgetIfIdle(service);
			return;
		}
		this.dispatcher.accept(work, now);
	}

	/** A name that nothing waits for is no name to remember. */
	private void forgetIfIdle(@Nullable Service service) {
		if (service != null) {
			this.services.forgetIfIdle(service, this.deadlines);
		}
	}

	private @Nullable Rejection rejectionOf(@Nullable Service service, Identity client, Peer peer, Envelope envelope,
			Frames body) {
		if (this.refusing) {
			return Rejection.SHUTTING_DOWN;
		}
		if (this.standing.isStandingBy()) {
			return Rejection.PASSIVE;
		}
		if (service == null) {
			return Rejection.TOO_MANY_SERVICES;
		}
		return this.room.admits(service, peer, client, Work.bytesOf(envelope, body)) ? null : Rejection.BUSY;
	}

	/** The caller asks again while its call is open. */
	private void onRepeat(Work work, Identity client, Envelope envelope, ServiceName service, Frames body, long now) {
		if (!work.service.name.equals(service) || !work.body.equals(body)) {
			this.answers.reject(client, envelope, service, Rejection.MISMATCH);
			return;
		}
		PartRelay relay = work.relay;
		if (relay != null && work.hasBegun()) {
			this.streams.onRepeat(relay, client, envelope);
			return;
		}
		work.refresh(client, envelope, this.settings.requestTtl().toNanos(), now);
		if (relay != null) {
			this.streams.onMoved(work, relay);
		}
		RegisteredWorker worker = work.holder;
		if (worker == null || worker.dialect.hasPulse() || work.once
				|| work.deliveries >= this.settings.maxDeliveries()) {
			this.counters.absorbed++;
			return;
		}
		worker.doubt(work);
		this.dispatcher.take(work);
		worker.service.suspend(worker);
		this.dispatcher.again(work, worker, now);
		this.dispatcher.dispatch(work.service, now);
	}

	private void forgetForeign(Work work) {
		if (work.call == null) {
			this.dispatcher.withdraw(work);
			this.memory.close(work);
			this.counters.count(Drop.CLIENT_GONE);
			forgetIfIdle(work.service);
		}
	}

}
