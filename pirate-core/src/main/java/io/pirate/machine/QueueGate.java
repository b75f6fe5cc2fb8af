package io.pirate.machine;

/**
 * Lets a queue serve, or stand by: then it keeps its workers, awaits what they have in
 * hand, sends its waiting requests and new ones of our clients to the other queue of the
 * pair, and is silent to others.
 */
public final class QueueGate {

	private final Standing standing;

	private final Services services;

	private final Dispatcher dispatcher;

	private final Answers answers;

	private final Workforce workforce;

	QueueGate(Standing standing, Services services, Dispatcher dispatcher, Answers answers, Workforce workforce) {
		this.standing = standing;
		this.services = services;
		this.dispatcher = dispatcher;
		this.answers = answers;
		this.workforce = workforce;
	}

	/**
	 * From now on every lease is of this epoch.
	 * @param epoch not lower than any before
	 */
	public void serve(long epoch) {
		this.standing.serve(epoch);
	}

	/** Hands out nothing more. */
	public void standBy() {
		this.standing.standBy();
		for (Service service : this.services.all()) {
			service.backlog.forEach((work) -> {
				this.dispatcher.withdraw(work);
				this.answers.reject(work, Rejection.PASSIVE);
			});
		}
	}

	/**
	 * To be called after whoever decides was told of a higher epoch: what waited for that
	 * is handed out in the new epoch, or sent away.
	 * @param now nanoTime
	 */
	public void settle(long now) {
		if (this.standing.isUndecided()) {
			standBy();
		}
		dispatchAll(now);
	}

	/**
	 * To be called instead if the higher epoch is none that there can be: all goes on as
	 * before.
	 * @param now nanoTime
	 */
	public void disbelieve(long now) {
		this.standing.disbelieve();
		dispatchAll(now);
	}

	private void dispatchAll(long now) {
		for (Service service : this.services.all()) {
			this.dispatcher.dispatch(service, now);
		}
	}

	/**
	 * The highest epoch that a worker knew of when it refused a lease since the last
	 * question.
	 * @return that epoch, above the one served in, or 0
	 */
	public long takeSurpassedBy() {
		return this.standing.takeSurpassedBy();
	}

	/**
	 * Whether a client asked since the last question, while this queue stood by.
	 * @return true if one did
	 */
	public boolean takeAsked() {
		return this.standing.takeAsked();
	}

	public boolean hasWorkers() {
		return !this.workforce.isEmpty();
	}

}
