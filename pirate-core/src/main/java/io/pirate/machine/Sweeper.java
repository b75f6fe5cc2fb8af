package io.pirate.machine;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Sends away what has waited too long: its caller has given up, or nobody has served its
 * service for as long as the caller would wait for somebody.
 * <p>
 * To look for it takes the longer the more waits, and peers decide about that, and when.
 * So long backlogs take turns, a few requests are sent away at once, and a pause follows
 * that leaves most of the time to others.
 */
final class Sweeper {

	/**
	 * Sweeps of a service are at least that far apart, and further for a long backlog.
	 */
	private static final long SWEEP_NANOS = 10_000_000;

	/** More than ten times what a look takes. */
	private static final long NANOS_PER_LOOK = 1_000;

	/** Ten times what an answer takes. */
	private static final long NANOS_PER_ANSWER = 10_000;

	/** How many are sent away at once: others want to be served in between. */
	private static final int MOST_AT_ONCE = 256;

	/** What waits in so short a line is no burden, and waits for no other's turn. */
	private static final int SHORT = 16;

	private final Deadlines deadlines;

	private final Answers answers;

	private final Consumer<Service> afterwards;

	/** Long backlogs in which somebody may have waited too long. */
	private final ArrayDeque<Service> due = new ArrayDeque<>();

	private final Deadline turn = new Deadline(this::onTurn);

	/** The pause after the last turn. */
	private long pauseNanos;

	private long pausedSinceNanos;

	/**
	 * A sweeper that has nothing to do.
	 * @param deadlines where its alarms are kept
	 * @param answers what it says
	 * @param afterwards told after each sweep, as nothing may wait any more
	 */
	Sweeper(Deadlines deadlines, Answers answers, Consumer<Service> afterwards) {
		this.deadlines = deadlines;
		this.answers = answers;
		this.afterwards = afterwards;
	}

	/** Somebody may have waited too long for that service. */
	void onDue(Service service, long now) {
		if (service.backlog.size() <= SHORT) {
			sweep(service, now);
		}
		else if (!service.awaitsSweep) {
			service.awaitsSweep = true;
			this.due.add(service);
			if (!this.turn.isSet()) {
				long left = this.pauseNanos - (now - this.pausedSinceNanos);
				this.deadlines.set(this.turn, now + Math.max(0, Math.min(left, this.pauseNanos)));
			}
		}
	}

	private void onTurn(long now) {
		Service service = this.due.poll();
		if (service != null) {
			service.awaitsSweep = false;
			this.pauseNanos = sweep(service, now);
			this.pausedSinceNanos = now;
		}
		if (!this.due.isEmpty()) {
			this.deadlines.set(this.turn, now + this.pauseNanos);
		}
	}

	/** Looks for expired requests of a service, and says how long to pause. */
	private long sweep(Service service, long now) {
		long looks = 0;
		long answered = 0;
		long earliest = now + Deadlines.NEVER_NANOS;
		Work work = service.backlog.oldest();
		while (work != null && answered < MOST_AT_ONCE) {
			Work next = work.younger;
			looks++;
			if (sendAway(work, now)) {
				answered++;
			}
			else if (endNanos(work) - earliest < 0) {
				earliest = endNanos(work);
			}
			work = next;
		}
		long pause = looks * NANOS_PER_LOOK + answered * NANOS_PER_ANSWER;
		service.nextSweepNanos = now + ((work != null) ? 0 : SWEEP_NANOS + service.backlog.size() * NANOS_PER_LOOK);
		if (!service.backlog.isEmpty()) {
			set(service, (work != null) ? now + pause : earliest);
		}
		this.afterwards.accept(service);
		return pause;
	}

	private boolean sendAway(Work work, long now) {
		if (work.isExpired(now)) {
			work.service.backlog.remove(work);
			this.answers.expire(work, now);
			return true;
		}
		if (isUnserved(work, now)) {
			work.service.backlog.remove(work);
			this.answers.reject(work, Rejection.NO_WORKER);
			return true;
		}
		return false;
	}

	/** Nobody serves it any more: some of what waits may not wait as long as before. */
	void again(Service service, long now) {
		if (service.workers == 0 && !service.backlog.isEmpty()) {
			set(service, now);
		}
	}

	private static boolean isUnserved(Work work, long now) {
		Service service = work.service;
		return service.workers == 0 && now - work.graceEndNanos(service.unservedNanos) >= 0;
	}

	/** When it does not wait any longer, as things are. */
	private static long endNanos(Work work) {
		Service service = work.service;
		return (service.workers == 0) ? work.graceEndNanos(service.unservedNanos) : work.expiryNanos;
	}

	/** The request begins to wait. */
	void arm(Service service, Work work) {
		long end = endNanos(work);
		if (!service.sweep.isSet() || end - service.sweep.nanos < 0) {
			set(service, end);
		}
	}

	private void set(Service service, long nanos) {
		boolean tooEarly = nanos - service.nextSweepNanos < 0;
		this.deadlines.set(service.sweep, tooEarly ? service.nextSweepNanos : nanos);
	}

}
