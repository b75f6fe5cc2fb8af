package io.pirate.simulation;

import io.pirate.machine.Call;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/** A call of this run, as its client makes it and as the ledger watches it. */
final class CallRecord implements Call {

	final long number;

	final Tag.Nature nature;

	final Process client;

	final int clientLife;

	final boolean exclusive;

	final long begunNanos;

	/** How long the client had been frozen by then. */
	final long frozenBefore;

	private final Request request;

	private final RetryPolicy policy;

	private final Ledger ledger;

	/** Times it was put on a connection. */
	int sends;

	/** Times a queue turned it away. */
	int rejections;

	/** Times a queue or worker said that its budget was used up. */
	int expirations;

	long sentNanos;

	/** Highest attempt it claimed to be. */
	int attempts;

	/** Times a handler was started for it. */
	int executions;

	/** Times a queue handed it to a worker. */
	int deliveries;

	/** Deliveries that ended without an answer. */
	int endedDeliveries;

	/** Deliveries that came back unstarted. */
	int returned;

	/** Given up by its caller. */
	boolean cancelled;

	@Nullable Outcome outcome;

	long endedNanos;

	CallRecord(long number, Tag.Nature nature, Process client, boolean exclusive, Request request, RetryPolicy policy,
			Ledger ledger, long now) {
		this.number = number;
		this.nature = nature;
		this.client = client;
		this.clientLife = client.life();
		this.exclusive = exclusive;
		this.request = request;
		this.policy = policy;
		this.ledger = ledger;
		this.begunNanos = now;
		this.frozenBefore = client.frozenInAll();
	}

	@Override
	public Request request() {
		return this.request;
	}

	@Override
	public RetryPolicy policy() {
		return this.policy;
	}

	@Override
	public void end(Outcome ending) {
		this.ledger.ended(this, ending);
	}

	boolean isOnce() {
		return this.policy.atMostOnce();
	}

	/** Whether its process still lives, so that somebody waits for its end. */
	boolean isAwaited() {
		return this.outcome == null && this.client.life() == this.clientLife;
	}

	/** When it has to have ended, given that a frozen client cannot end anything. */
	long deadlineNanos() {
		return this.begunNanos + this.policy.total().toNanos() + this.client.frozenInAll() - this.frozenBefore;
	}

	@Override
	public String toString() {
		return "call " + this.number + " " + this.nature + " of " + this.client + (isOnce() ? " once" : "") + " ("
				+ this.sends + " sent, " + this.deliveries + " delivered, " + this.executions + " run, "
				+ this.endedDeliveries + " ended, " + this.returned + " returned)";
	}

}
