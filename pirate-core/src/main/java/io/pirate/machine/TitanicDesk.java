package io.pirate.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.pirate.wire.ServiceName;

/**
 * The stored requests of one service: asks whether it has a worker before anything is
 * given out, gives out a few at once, and rests while nobody can do them. What is not in
 * a worker's hands then is given back to the store, for whoever can.
 */
final class TitanicDesk {

	private enum Phase {

		/** Nobody has asked for a worker yet. */
		UNKNOWN,

		/** The queue was asked. */
		PROBING,

		/** There is a worker, as far as we know. */
		OPEN,

		/** There is none, or no queue: until the wake-up. */
		RESTING

	}

	/** Ends on their way to the disk, in multiples of what may run at once. */
	private static final int SETTLING_FACTOR = 4;

	final ServiceName service;

	private final TitanicSettings settings;

	private final TitanicActions actions;

	private final TitanicHold hold;

	private final Deque<HeldRequest> ready = new ArrayDeque<>();

	private final Backoff backoff;

	private final Deadline wake = new Deadline(this::onWake);

	private Phase phase = Phase.UNKNOWN;

	/** Requests that are being stored, and are ours as soon as they are. */
	private int storing;

	private int running;

	private int pausing;

	private int settling;

	/** The store may have more that nobody has taken. */
	private boolean more;

	private boolean claiming;

	TitanicDesk(ServiceName service, TitanicSettings settings, TitanicActions actions, TitanicHold hold) {
		this.service = service;
		this.settings = settings;
		this.actions = actions;
		this.hold = hold;
		this.backoff = new Backoff(settings.backoff(), settings.backoffMax());
	}

	/** Whether there is nothing to remember about it. */
	boolean isIdle() {
		return this.phase != Phase.PROBING && this.phase != Phase.OPEN && !this.more && !this.claiming
				&& this.storing + this.running + this.pausing + this.settling + this.ready.size() == 0;
	}

	/** Whether a request that is being stored can be given out right afterwards. */
	boolean mayTake() {
		return this.phase == Phase.OPEN && !this.more && !this.claiming && this.hold.hasRoom()
				&& this.storing + this.ready.size() + this.running < this.settings.parallelism();
	}

	void taking() {
		this.storing++;
	}

	void taken() {
		this.storing--;
	}

	void add(HeldRequest held, long now) {
		this.ready.addLast(held);
		work(now);
	}

	/** The store has something for this service. */
	void onMore(long now) {
		this.more = true;
		work(now);
	}

	void onServed(long now) {
		if (this.phase == Phase.RESTING) {
			this.hold.clear(this.wake);
			onWake(now);
		}
	}

	void onProbed(boolean served, long now) {
		if (this.phase != Phase.PROBING) {
			return;
		}
		if (served) {
			this.phase = Phase.OPEN;
			work(now);
		}
		else {
			rest(now);
		}
	}

	void onClaimed(List<HeldRequest> claimed, boolean mayHaveMore, long now) {
		this.claiming = false;
		this.more = mayHaveMore;
		this.ready.addAll(claimed);
		if (this.phase == Phase.OPEN) {
			work(now);
		}
		else {
			giveBack();
		}
	}

	void onNotClaimed(long now) {
		this.claiming = false;
		rest(now);
	}

	void onExecuted(HeldRequest held, Execution execution, long now) {
		this.running--;
		this.hold.running(-1);
		if (execution instanceof Execution.Answered answered) {
			this.backoff.reset();
			settle(held);
			this.actions.finish(held.request, answered.reply());
		}
		else if (execution instanceof Execution.Lost) {
			settle(held);
			onLost(held);
		}
		else if (held.recalled) {
			this.hold.discard(held);
			this.more = true;
		}
		else {
			held.place = HeldRequest.Place.READY;
			this.ready.addFirst(held);
			rest(now);
		}
		work(now);
	}

	/** How it failed is on disk: it is tried again after a pause. */
	void onCounted(HeldRequest held, boolean ours, long now) {
		this.settling--;
		if (ours) {
			this.pausing++;
			held.place = HeldRequest.Place.PAUSING;
			this.hold.set(held.pause, now + this.hold.pauseNanos(held.request.deliveries()));
		}
		else {
			this.hold.forget(held);
		}
		work(now);
	}

	void onPauseOver(HeldRequest held, long now) {
		this.pausing--;
		held.place = HeldRequest.Place.READY;
		this.ready.addFirst(held);
		if (this.phase == Phase.RESTING) {
			giveBack();
		}
		work(now);
	}

	void onSettled(HeldRequest held, long now) {
		this.settling--;
		this.hold.forget(held);
		work(now);
	}

	/** Nobody wants it any more, and no worker has it. */
	void withdraw(HeldRequest held) {
		if (held.place == HeldRequest.Place.PAUSING) {
			this.pausing--;
			this.hold.clear(held.pause);
		}
		else {
			this.ready.remove(held);
		}
		this.hold.forget(held);
	}

	/** Somebody else may have taken over what is not in a worker's hands. */
	void abandon(List<HeldRequest> pausingOnes, long now) {
		this.ready.forEach(this.hold::forget);
		this.ready.clear();
		pausingOnes.forEach(this::withdraw);
		this.more = true;
		rest(now);
	}

	/** Gives everything back that has not been given out. */
	void giveBack() {
		if (this.ready.isEmpty()) {
			return;
		}
		List<TitanicRequest> released = new ArrayList<>(this.ready.size());
		for (HeldRequest held : this.ready) {
			released.add(held.request);
			this.hold.forget(held);
		}
		this.ready.clear();
		this.more = true;
		this.actions.release(released);
	}

	/** Goes on with whatever can be done now. */
	void work(long now) {
		if (this.hold.isSuspended()) {
			return;
		}
		if (this.phase == Phase.UNKNOWN && (this.more || !this.ready.isEmpty())) {
			this.phase = Phase.PROBING;
			this.actions.probe(this.service);
		}
		if (this.phase != Phase.OPEN) {
			return;
		}
		int most = this.settings.parallelism();
		while (!this.ready.isEmpty() && this.running < most && this.settling < most * SETTLING_FACTOR) {
			give(this.ready.removeFirst());
		}
		claimMore(most);
	}

	private void give(HeldRequest held) {
		this.running++;
		this.hold.running(1);
		held.place = HeldRequest.Place.RUNNING;
		this.actions.dispatch(held.request, held.request.deliveries() + 1 >= this.settings.maxDeliveries());
	}

	/** So early that the workers do not wait for the disk. */
	private void claimMore(int most) {
		int mine = this.storing + this.ready.size() + this.running;
		if (!this.more || this.claiming || this.ready.size() > most / 2 || (mine > 0 && !this.hold.hasRoom())) {
			return;
		}
		this.claiming = true;
		this.actions.claim(this.service, Math.max(1, 2 * most - mine));
	}

	private void onLost(HeldRequest held) {
		int deliveries = held.request.deliveries() + 1;
		held.request = held.request.withDeliveries(deliveries);
		if (deliveries >= this.settings.maxDeliveries()) {
			this.actions.bury(held.request, deliveries);
		}
		else {
			this.actions.count(held.request, deliveries);
		}
	}

	private void settle(HeldRequest held) {
		this.settling++;
		held.place = HeldRequest.Place.SETTLING;
	}

	private void rest(long now) {
		if (this.phase != Phase.RESTING) {
			this.phase = Phase.RESTING;
			this.hold.set(this.wake, now + this.hold.restNanos(this.backoff.next(this.hold.chance())));
		}
		giveBack();
	}

	private void onWake(long now) {
		this.phase = Phase.UNKNOWN;
		work(now);
		this.hold.forgetIfIdle(this);
	}

}
