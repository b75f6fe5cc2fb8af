package io.pirate.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What a worker has in hand: handlers running, up to its concurrency, and requests that
 * wait for one. A handler past its timeout is <em>stuck</em>: nobody awaits its answer
 * any more, but it keeps its place until it returns.
 */
final class Hands {

	private final Slot[] slots;

	private long mostWaiting;

	private final ArrayDeque<Slot> free = new ArrayDeque<>();

	private final ArrayDeque<Lease> waiting = new ArrayDeque<>();

	private int stuck;

	/**
	 * Empty hands.
	 * @param concurrency handlers running at once
	 * @param whenTimedOut given a slot's lease and now, when its alarm is due
	 */
	Hands(int concurrency, TimeoutAction whenTimedOut) {
		this.slots = new Slot[concurrency];
		for (int i = 0; i < concurrency; i++) {
			this.slots[i] = new Slot(i, whenTimedOut);
			this.free.add(this.slots[i]);
		}
	}

	/** Requests that may wait. */
	void limit(long waitingAtMost) {
		this.mostWaiting = waitingAtMost;
	}

	/** Whether such a request waits, or is with a handler whose answer is awaited. */
	boolean hasAny(Predicate<Lease> which) {
		for (Slot slot : this.slots) {
			if (slot.lease != null && slot.lease.isHeld() && which.test(slot.lease)) {
				return true;
			}
		}
		return this.waiting.stream().anyMatch(which);
	}

	int running() {
		return this.slots.length - this.free.size();
	}

	int waiting() {
		return this.waiting.size();
	}

	int stuck() {
		return this.stuck;
	}

	/** Whether no answer is awaited from here, except those of stuck handlers. */
	boolean isEmpty() {
		return running() == this.stuck && this.waiting.isEmpty();
	}

	boolean isStuck() {
		return this.stuck == this.slots.length;
	}

	boolean isFull() {
		return this.waiting.size() >= this.mostWaiting;
	}

	void await(Lease lease) {
		this.waiting.add(lease);
	}

	/** The next request to start, if a handler is free for it. */
	@Nullable Lease next() {
		return this.free.isEmpty() ? null : this.waiting.poll();
	}

	/** Gives a free slot to a lease; {@link Slot#id()} is its job's number. */
	Slot occupy(Lease lease) {
		Slot slot = this.free.remove();
		slot.lease = lease;
		return slot;
	}

	/** The slot of a job, unless the job is unknown or has ended. */
	@Nullable Slot find(long id) {
		Slot slot = this.slots[(int) Long.remainderUnsigned(id, this.slots.length)];
		return (slot.lease != null && slot.id() == id) ? slot : null;
	}

	/** Frees a slot. */
	void release(Slot slot) {
		if (slot.isStuck) {
			this.stuck--;
		}
		slot.isStuck = false;
		slot.lease = null;
		slot.stream = null;
		slot.generation++;
		this.free.add(slot);
	}

	void markStuck(Slot slot) {
		slot.isStuck = true;
		this.stuck++;
	}

	/** The slot whose handler works on the request that a message is about. */
	@Nullable Slot find(Lease message) {
		for (Slot slot : this.slots) {
			if (slot.lease != null && slot.lease.isHeld() && slot.lease.isSame(message)) {
				return slot;
			}
		}
		return null;
	}

	/** The request that a message is about, if it waits for a handler. */
	@Nullable Lease findWaiting(Lease message) {
		for (Lease lease : this.waiting) {
			if (lease.isSame(message)) {
				return lease;
			}
		}
		return null;
	}

	/** Takes waiting requests out. */
	List<Lease> take(Predicate<Lease> which) {
		List<Lease> taken = new ArrayList<>();
		Iterator<Lease> all = this.waiting.iterator();
		while (all.hasNext()) {
			Lease lease = all.next();
			if (which.test(lease)) {
				all.remove();
				taken.add(lease);
			}
		}
		return taken;
	}

	/** The slots whose handlers' answers are awaited. */
	List<Slot> awaited() {
		List<Slot> awaited = new ArrayList<>();
		for (Slot slot : this.slots) {
			if (slot.lease != null && slot.lease.isHeld()) {
				awaited.add(slot);
			}
		}
		return awaited;
	}

	/** What to do when a handler takes too long. */
	@FunctionalInterface
	interface TimeoutAction {

		void timedOut(Slot slot, Lease lease, long now);

	}

	/** The place of one running handler. */
	final class Slot implements LongConsumer {

		final Deadline alarm = new Deadline(this);

		private final int index;

		private final TimeoutAction whenTimedOut;

		private long generation;

		private @Nullable Lease lease;

		private @Nullable PartStream stream;

		private boolean isStuck;

		Slot(int index, TimeoutAction whenTimedOut) {
			this.index = index;
			this.whenTimedOut = whenTimedOut;
		}

		/** Differs for every use of the slot, so that a late answer matches nothing. */
		long id() {
			return this.generation * Hands.this.slots.length + this.index;
		}

		@Nullable Lease lease() {
			return this.lease;
		}

		/** What its handler gives in parts; {@code null} if it gives one reply. */
		@Nullable PartStream stream() {
			return this.stream;
		}

		void stream(PartStream ofHandler) {
			this.stream = ofHandler;
		}

		boolean isStuck() {
			return this.isStuck;
		}

		@Override
		public void accept(long now) {
			Lease late = this.lease;
			if (late != null) {
				this.whenTimedOut.timedOut(this, late, now);
			}
		}

	}

}
