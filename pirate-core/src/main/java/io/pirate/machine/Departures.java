package io.pirate.machine;

import java.util.List;

/**
 * How workers end: they leave, are silent, or their connection is gone. What they had in
 * hand goes to others; when the queue drains and nobody stays, what waits is sent away.
 */
final class Departures {

	private static final int OBITUARIES = 20;

	private final Workforce workforce;

	private final Deadlines deadlines;

	private final BrokerCounters counters;

	private final Answers answers;

	private final Services services;

	private final Dispatcher dispatcher;

	private final Sweeper sweeper;

	private final BrokerEvents events;

	private final Recent<Obituary> obituaries = new Recent<>(OBITUARIES);

	private boolean draining;

	Departures(Workforce workforce, Deadlines deadlines, BrokerCounters counters, Answers answers, Services services,
			Dispatcher dispatcher, Sweeper sweeper, BrokerEvents events) {
		this.workforce = workforce;
		this.deadlines = deadlines;
		this.counters = counters;
		this.answers = answers;
		this.services = services;
		this.dispatcher = dispatcher;
		this.sweeper = sweeper;
		this.events = events;
	}

	Recent<Obituary> obituaries() {
		return this.obituaries;
	}

	boolean isDraining() {
		return this.draining;
	}

	/** Sends waiting requests elsewhere, now and whenever nobody is left to do them. */
	void drain() {
		this.draining = true;
		this.services.all().forEach(this::refuseWaiting);
	}

	/** A connection ended. */
	void gone(RegisteredWorker worker, long now) {
		boolean announced = worker.isLeaving();
		int redelivered = left(worker, now);
		if (!announced) {
			// the commonest death: a killed process closes its connection long before its
			// silence tells
			this.obituaries.add(new Obituary(worker.name, worker.service.name, now, redelivered));
		}
	}

	/** All connections ended at once. */
	void allGone(long now) {
		List<RegisteredWorker> gone = this.workforce.all();
		for (RegisteredWorker worker : gone) {
			int redelivered = bury(worker, now);
			this.events.workerLeft(worker.name, worker.service.name, redelivered);
		}
		gone.forEach((worker) -> afterDeath(worker.service, now));
	}

	/** A worker was silent too long. */
	void expired(RegisteredWorker worker, long now) {
		int redelivered = bury(worker, now);
		this.counters.expired++;
		this.obituaries.add(new Obituary(worker.name, worker.service.name, now, redelivered));
		this.events.workerExpired(worker.name, worker.service.name, redelivered);
		afterDeath(worker.service, now);
	}

	/**
	 * A worker leaves.
	 * @return how many of its requests wait again
	 */
	int left(RegisteredWorker worker, long now) {
		int redelivered = bury(worker, now);
		this.events.workerLeft(worker.name, worker.service.name, redelivered);
		afterDeath(worker.service, now);
		return redelivered;
	}

	private int bury(RegisteredWorker worker, long now) {
		worker.leave();
		worker.service.suspend(worker);
		this.workforce.remove(worker, now);
		return this.dispatcher.takeAll(worker, now);
	}

	private void afterDeath(Service service, long now) {
		this.dispatcher.dispatch(service, now);
		this.sweeper.again(service, now);
		refuseIfNobodyStays(service);
		this.services.forgetIfIdle(service, this.deadlines);
	}

	/** While draining: nobody will do what still waits for that service. */
	void refuseIfNobodyStays(Service service) {
		if (this.draining && service.staying == 0) {
			refuseWaiting(service);
		}
	}

	/** Sends away what was never handed out; everything, if nobody is left to do it. */
	private void refuseWaiting(Service service) {
		boolean nobody = service.staying == 0;
		service.backlog.forEach((work) -> {
			if (work.deliveries == 0 || nobody) {
				this.dispatcher.withdraw(work);
				this.answers.reject(work, Rejection.SHUTTING_DOWN);
			}
		});
		this.services.forgetIfIdle(service, this.deadlines);
	}

}
