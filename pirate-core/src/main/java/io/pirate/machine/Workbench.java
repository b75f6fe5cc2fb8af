package io.pirate.machine;

import java.util.function.LongConsumer;
import java.util.function.Predicate;

import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does with the requests that queues have given it: starts handlers up to
 * its concurrency, lets the surplus wait, answers each lease once, hands back what takes
 * too long. Links share its handlers.
 */
final class Workbench {

	/**
	 * How many times its capacity a worker holds for each queue before it refuses; only a
	 * queue that ignores the capacity gets that far.
	 */
	private static final int SURPLUS = 4;

	private final WorkerSettings settings;

	private final WorkerActions actions;

	private final WorkerEvents events;

	private final Deadlines alarms;

	private final Hands hands;

	private final LeaseAnswers answers;

	private final Fence fence = new Fence();

	private final Streams streams;

	private final LongConsumer whenChanged;

	/**
	 * A bench with nothing on it.
	 * @param settings the worker's
	 * @param actions what it can do
	 * @param events who watches it
	 * @param alarms where its deadlines are kept
	 * @param whenChanged told now when a handler is stuck, or has become free, outside of
	 * a call to this
	 */
	Workbench(WorkerSettings settings, WorkerActions actions, WorkerEvents events, Deadlines alarms,
			LongConsumer whenChanged) {
		this.settings = settings;
		this.actions = actions;
		this.events = events;
		this.alarms = alarms;
		this.whenChanged = whenChanged;
		this.answers = new LeaseAnswers(settings.dialect());
		this.hands = new Hands(settings.concurrency(), this::onTimeout);
		this.streams = new Streams(settings, actions, alarms, this.answers, this::onStreamOver);
	}

	/** How many queues may give requests. */
	void queues(int count) {
		this.hands.limit((long) SURPLUS * this.settings.capacity() * count);
	}

	/** Whether an answer to that link's queue is awaited from here. */
	boolean hasAnyOf(QueueLink link) {
		return this.hands.hasAny((lease) -> lease.link() == link);
	}

	Hands hands() {
		return this.hands;
	}

	LeaseAnswers answers() {
		return this.answers;
	}

	/** A request: starts it, or lets it wait. */
	void take(Lease lease, long now) {
		this.fence.sees(lease);
		if (this.fence.isStale(lease)) {
			this.answers.stale(lease, this.fence.highest(), now);
			return;
		}
		if (this.hands.isFull()) {
			this.answers.busy(lease, now);
			return;
		}
		this.hands.await(lease);
		startNext(now);
	}

	/** A message about a request that was taken before; it may be answered already. */
	void control(Lease message, long now) {
		if (!message.isOurs()) {
			this.answers.stray(message, now);
		}
		else if (message.cancels()) {
			cancel(message, now);
		}
		else {
			grant(message, now);
		}
	}

	/** A handler has given a part; nobody may be waiting for it any more. */
	void part(long jobId, Reply part, long now) {
		Hands.Slot slot = this.hands.find(jobId);
		PartStream stream = (slot != null) ? slot.stream() : null;
		if (stream != null) {
			this.streams.part(stream, part, now);
		}
	}

	/** A handler has answered, or failed, or ended its stream; also a stuck one. */
	void handled(long jobId, Reply reply, long now) {
		Hands.Slot slot = this.hands.find(jobId);
		Lease lease = (slot != null) ? slot.lease() : null;
		if (slot == null || lease == null) {
			this.answers.dropped++;
			return;
		}
		PartStream stream = slot.stream();
		if (stream == null) {
			release(slot);
			this.answers.handled(lease, reply, now);
			startNext(now);
		}
		else if (stream.isEnded()) {
			this.answers.dropped++;
		}
		else {
			onEnd(slot, stream, reply, now);
		}
	}

	/** Ends all leases of a lost link. */
	void forget(QueueLink link, long now) {
		this.hands.take((lease) -> lease.link() == link).forEach(Lease::end);
		for (Hands.Slot slot : this.hands.awaited()) {
			Lease lease = slot.lease();
			if (lease != null && lease.link() == link) {
				lease.end();
				abandon(slot, now);
			}
		}
	}

	/** Gives back what has not started. */
	void returnWaiting(Predicate<Lease> which, String reason, long now) {
		this.hands.take(which).forEach((lease) -> this.answers.returned(lease, reason, now));
	}

	/** Hands back what runs. */
	void returnRunning(long now) {
		for (Hands.Slot slot : this.hands.awaited()) {
			Lease lease = slot.lease();
			if (lease != null) {
				tooSlow(slot, lease, now);
			}
		}
	}

	private void onEnd(Hands.Slot slot, PartStream stream, Reply reply, long now) {
		if (stream.lease().isHeld()) {
			this.streams.end(stream, reply, now);
			return;
		}
		this.answers.dropped += slot.isStuck() ? 1 : 0;
		release(slot);
		startNext(now);
	}

	private void cancel(Lease message, long now) {
		this.hands.take(message::isSame).forEach((lease) -> this.answers.cancelled(lease, now));
		Hands.Slot slot = this.hands.find(message);
		Lease lease = (slot != null) ? slot.lease() : null;
		if (slot != null && lease != null) {
			this.answers.cancelled(lease, now);
			abandon(slot, now);
		}
	}

	private void grant(Lease message, long now) {
		Hands.Slot slot = this.hands.find(message);
		PartStream stream = (slot != null) ? slot.stream() : null;
		Lease waiting = this.hands.findWaiting(message);
		if (stream != null) {
			this.streams.grant(stream, message.granted(), now);
		}
		else if (waiting != null) {
			waiting.grant(message.granted());
		}
	}

	private void startNext(long now) {
		for (Lease lease = this.hands.next(); lease != null; lease = this.hands.next()) {
			if (lease.isExpired(now)) {
				this.answers.expired(lease, now);
			}
			else if (this.fence.isStale(lease)) {
				this.answers.stale(lease, this.fence.highest(), now);
			}
			else {
				run(lease, now);
			}
		}
	}

	private void run(Lease lease, long now) {
		Hands.Slot slot = this.hands.occupy(lease);
		this.actions.start(lease.toJob(slot.id(), this.settings.service(), now));
		if (this.settings.streaming()) {
			this.streams.begin(slot, lease, now);
		}
		else {
			this.alarms.set(slot.alarm, now + this.settings.handlerTimeout().toNanos());
		}
	}

	private void onTimeout(Hands.Slot slot, Lease lease, long now) {
		PartStream stream = slot.stream();
		if (stream != null && lease.isHeld() && !stream.isProducing()) {
			this.streams.stalled(stream, now);
		}
		else {
			this.hands.markStuck(slot);
			tooSlow(slot, lease, now);
			this.events.handlerTimedOut(this.settings.service());
		}
		this.whenChanged.accept(now);
	}

	/** A lease that is lost already is not handed back; its handler was told then. */
	private void tooSlow(Hands.Slot slot, Lease lease, long now) {
		boolean awaited = lease.isHeld();
		PartStream stream = slot.stream();
		this.answers.tooSlow(lease, stream != null && stream.isBegun(), now);
		if (awaited) {
			abandon(slot, now);
		}
	}

	/** A handler that gives one reply goes on; one that gives parts is told to stop. */
	private void abandon(Hands.Slot slot, long now) {
		@Nullable PartStream stream = slot.stream();
		if (stream != null) {
			this.streams.abandon(stream, now);
		}
	}

	private void onStreamOver(Hands.Slot slot, long now) {
		release(slot);
		startNext(now);
		this.whenChanged.accept(now);
	}

	private void release(Hands.Slot slot) {
		this.alarms.clear(slot.alarm);
		PartStream stream = slot.stream();
		if (stream != null) {
			this.alarms.clear(stream.again);
		}
		this.hands.release(slot);
	}

}
