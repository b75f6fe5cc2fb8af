package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;

/**
 * Decides which stored request is given out when: each service on its own, a few at once,
 * only while it has a worker; what is tried again, and what is given up. What is on disk
 * is the store's to know; this machine knows what it has taken out of it.
 * <p>
 * Used by one thread at a time. After every event its owner asks {@link #nextDeadline}
 * and calls {@link #tick} no later than then.
 */
public final class TitanicMachine {

	/** What becomes of a request that its client closes. */
	public enum Closing {

		/** Not taken by this instance: the store knows. */
		UNKNOWN,

		/** No worker had it, and none will: to be deleted. */
		WITHDRAWN,

		/** A worker may have it: to be deleted afterwards. */
		IN_HAND

	}

	private final TitanicHold hold;

	private long lost;

	/**
	 * A machine that has taken nothing.
	 * @param settings what it allows
	 * @param mostBytes most bytes taken at once, about
	 * @param actions what it can do
	 * @param chance numbers from 0 to 1, for jitter
	 */
	public TitanicMachine(TitanicSettings settings, long mostBytes, TitanicActions actions, DoubleSupplier chance) {
		this.hold = new TitanicHold(settings, mostBytes, actions, chance);
	}

	/**
	 * A request is about to be stored.
	 * @param service whom it is for
	 * @return whether it shall be ours from the start; {@link #onStored} or
	 * {@link #onNotStored} follows
	 */
	public boolean onStoring(ServiceName service) {
		TitanicDesk desk = this.hold.find(service);
		if (desk == null || this.hold.isSuspended() || !desk.mayTake()) {
			return false;
		}
		desk.taking();
		return true;
	}

	/** A request that is ours from the start is on disk. */
	public void onStored(TitanicRequest request, long now) {
		HeldRequest held = this.hold.take(request);
		held.desk.taken();
		held.desk.add(held, now);
	}

	/** A request that would have been ours was not stored, or had been before. */
	public void onNotStored(ServiceName service) {
		this.hold.desk(service).taken();
	}

	/** The store has requests for a service that nobody has taken. */
	public void onBacklog(ServiceName service, long now) {
		this.hold.desk(service).onMore(now);
	}

	/** The queue says whether a service has a worker; it did not answer: it has none. */
	public void onProbed(ServiceName service, boolean served, long now) {
		this.hold.desk(service).onProbed(served, now);
	}

	/** A worker has just registered for a service. */
	public void onServed(ServiceName service, long now) {
		TitanicDesk desk = this.hold.find(service);
		if (desk != null) {
			desk.onServed(now);
		}
	}

	/**
	 * What was asked for was taken out of the store.
	 * @param service whom it is for
	 * @param claimed what was taken, oldest first
	 * @param more whether there may be more of it
	 * @param now nanoTime
	 */
	public void onClaimed(ServiceName service, List<TitanicRequest> claimed, boolean more, long now) {
		List<HeldRequest> held = new ArrayList<>(claimed.size());
		claimed.forEach((request) -> held.add(this.hold.take(request)));
		this.hold.desk(service).onClaimed(held, more, now);
	}

	/** The store did not work. */
	public void onNotClaimed(ServiceName service, long now) {
		this.hold.desk(service).onNotClaimed(now);
	}

	/** How giving out a request ended. */
	public void onExecuted(String id, Execution execution, long now) {
		HeldRequest held = this.hold.find(id);
		if (held != null && held.place == HeldRequest.Place.RUNNING) {
			this.lost += (execution instanceof Execution.Lost) ? 1 : 0;
			held.desk.onExecuted(held, execution, now);
		}
	}

	/**
	 * It is on disk that a request was given out in vain.
	 * @param id which
	 * @param ours whether it is still ours to try again
	 * @param now nanoTime
	 */
	public void onCounted(String id, boolean ours, long now) {
		HeldRequest held = this.hold.find(id);
		if (held != null && held.place == HeldRequest.Place.SETTLING) {
			held.desk.onCounted(held, ours, now);
		}
	}

	/** The end of a request is on disk. */
	public void onSettled(String id, long now) {
		HeldRequest held = this.hold.find(id);
		if (held != null && held.place == HeldRequest.Place.SETTLING) {
			held.desk.onSettled(held, now);
		}
	}

	/** Its client has no more interest in a request. */
	public Closing onClose(String id) {
		HeldRequest held = this.hold.find(id);
		if (held == null) {
			return Closing.UNKNOWN;
		}
		if (held.isInHand()) {
			this.hold.recall(held);
			return Closing.IN_HAND;
		}
		held.desk.withdraw(held);
		return Closing.WITHDRAWN;
	}

	/**
	 * Gives nothing out from now on: it may not be ours any more, or cannot be stored.
	 */
	public void suspend() {
		this.hold.suspend(true);
	}

	public void resume(long now) {
		this.hold.suspend(false);
		this.hold.desks().forEach((desk) -> desk.work(now));
	}

	/** Others may have taken over what no worker of ours has. */
	public void abandon(long now) {
		this.hold.desks().forEach((desk) -> desk.abandon(this.hold.pausing(desk), now));
	}

	/** Gives nothing out any more, and everything back that was not given out. */
	public void drain() {
		suspend();
		for (TitanicDesk desk : this.hold.desks()) {
			this.hold.pausing(desk).forEach(desk::withdraw);
			desk.giveBack();
		}
	}

	/** Requests in workers' hands. */
	public int running() {
		return this.hold.running();
	}

	/** Leases that ended without a reply, so far. */
	public long lost() {
		return this.lost;
	}

	public void tick(long now) {
		this.hold.run(now);
	}

	public long nextDeadline(long now) {
		return this.hold.next(now);
	}

	/**
	 * What a dead letter says to whoever asks for its reply.
	 * @param deliveries how often it was given out in vain
	 * @return a failure
	 */
	public static Reply obituary(int deliveries) {
		return Reply.failure(ReplyStatus.LOST, "dead-letter",
				"given up after " + deliveries + " deliveries without an answer");
	}

}
