package io.pirate.machine;

/**
 * Sends away what has waited too long: its caller has given up, or nobody has served its
 * service for as long as the caller would wait for somebody.
 */
final class Sweeper {

	/** Sweeps are at least that far apart, and further for a long backlog. */
	private static final long SWEEP_NANOS = 10_000_000;

	private static final long SWEEP_NANOS_PER_WAITING = 1_000;

	private final Deadlines deadlines;

	private final Answers answers;

	Sweeper(Deadlines deadlines, Answers answers) {
		this.deadlines = deadlines;
		this.answers = answers;
	}

	/** Looks for expired requests of a service. */
	void sweep(Service service, long now) {
		long[] earliest = { now + Deadlines.NEVER_NANOS };
		service.backlog.forEach((work) -> {
			if (work.isExpired(now)) {
				service.backlog.remove(work);
				this.answers.expire(work, now);
			}
			else if (isUnserved(work, now)) {
				service.backlog.remove(work);
				this.answers.reject(work, Rejection.NO_WORKER);
			}
			else if (endNanos(work) - earliest[0] < 0) {
				earliest[0] = endNanos(work);
			}
		});
		service.nextSweepNanos = now + SWEEP_NANOS + service.backlog.size() * SWEEP_NANOS_PER_WAITING;
		if (!service.backlog.isEmpty()) {
			set(service, earliest[0]);
		}
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
