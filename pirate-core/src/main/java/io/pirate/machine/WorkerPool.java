package io.pirate.machine;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The workers of one service with a free hand, least recently used first. Being here
 * means idle; being alive is another matter, so heartbeats change nothing here.
 */
final class WorkerPool {

	private @Nullable RegisteredWorker first;

	private @Nullable RegisteredWorker last;

	/** Somebody's hands were empty since those with empty hands were looked through. */
	private boolean emptied;

	/** Lets a worker in at the end if it is free, and out if it is not. */
	void update(RegisteredWorker worker) {
		boolean free = worker.isFree();
		this.emptied |= free && worker.inHand() == 0;
		if (free && !worker.pooled) {
			add(worker);
		}
		else if (!free && worker.pooled) {
			remove(worker);
		}
	}

	/** The worker was used: its turn comes after all others'. */
	void used(RegisteredWorker worker) {
		if (worker.pooled && (worker != this.last || !worker.isFree())) {
			remove(worker);
		}
		update(worker);
	}

	/** The least recently used one. */
	@Nullable RegisteredWorker first() {
		return spoken(this.first);
	}

	/** That one or the next one that may be given something; others are let out. */
	private @Nullable RegisteredWorker spoken(@Nullable RegisteredWorker from) {
		RegisteredWorker worker = from;
		while (worker != null && worker.mustSpeak()) {
			RegisteredWorker after = worker.next;
			remove(worker);
			worker = after;
		}
		return worker;
	}

	/** The least recently used one, another than that if there is a choice. */
	@Nullable RegisteredWorker firstBut(@Nullable RegisteredWorker avoided) {
		RegisteredWorker one = first();
		RegisteredWorker other = (one != null && one == avoided) ? spoken(one.next) : null;
		return (other != null) ? other : one;
	}

	/** Whether a search for empty hands may find more than the one before. */
	boolean isEmptied() {
		return this.emptied;
	}

	/**
	 * The least recently used one of the trusted with nothing in hand; another if there
	 * is a choice.
	 */
	@Nullable RegisteredWorker firstEmptyHanded(@Nullable RegisteredWorker avoided, Predicate<RegisteredWorker> trusted) {
		this.emptied = false;
		RegisteredWorker found = null;
		for (RegisteredWorker worker = first(); worker != null; worker = spoken(worker.next)) {
			if (worker.inHand() == 0 && trusted.test(worker)) {
				if (worker != avoided) {
					return worker;
				}
				found = worker;
			}
		}
		return found;
	}

	/** The one with the least in hand. */
	@Nullable RegisteredWorker leastLoaded() {
		RegisteredWorker found = first();
		for (RegisteredWorker worker = found; worker != null; worker = spoken(worker.next)) {
			if (found != null && worker.inHand() < found.inHand()) {
				found = worker;
			}
		}
		return found;
	}

	void remove(RegisteredWorker worker) {
		if (!worker.pooled) {
			return;
		}
		if (worker.previous != null) {
			worker.previous.next = worker.next;
		}
		else {
			this.first = worker.next;
		}
		if (worker.next != null) {
			worker.next.previous = worker.previous;
		}
		else {
			this.last = worker.previous;
		}
		worker.pooled = false;
		worker.next = null;
		worker.previous = null;
	}

	private void add(RegisteredWorker worker) {
		worker.pooled = true;
		worker.previous = this.last;
		if (this.last != null) {
			this.last.next = worker;
		}
		else {
			this.first = worker;
		}
		this.last = worker;
	}

}
