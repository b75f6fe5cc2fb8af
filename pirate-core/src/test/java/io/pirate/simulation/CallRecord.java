package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.pirate.machine.Call;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
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

	/** How its caller takes parts, or {@code null} if it wants none. */
	final @Nullable Taking taking;

	/** What came of its reply. */
	final Reception reception;

	/** Its number at its client, once that is known. */
	long id;

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

	/** Where it was sent last. */
	@Nullable String lastSentTo;

	/** Where it was sent. */
	final Set<String> sentTo = new HashSet<>(2);

	final Set<Integer> sentOn = new HashSet<>(2);

	/** How often its client said that no more parts are wanted. */
	int stops;

	/** Handlers run for it, in order. */
	private final List<Execution> runs = new ArrayList<>(2);

	@Nullable Outcome outcome;

	long endedNanos;

	CallRecord(long number, Tag.Nature nature, Process client, Plan.ClientPlan plan, Request request,
			RetryPolicy policy, @Nullable Taking taking, Ledger ledger, long now) {
		this.number = number;
		this.nature = nature;
		this.client = client;
		this.clientLife = client.life();
		this.exclusive = plan.exclusive();
		this.taking = taking;
		this.reception = new Reception(this, ledger, plan.seesParts(request.service()));
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
	public boolean wantsParts() {
		return this.taking != null;
	}

	@Override
	public void onPart(Reply part) {
		this.ledger.part(this, part);
	}

	@Override
	public void end(Outcome ending) {
		this.ledger.ended(this, ending);
	}

	ServiceName service() {
		return this.request.service();
	}

	long now() {
		return this.ledger.now();
	}

	void runs(Execution execution) {
		this.runs.add(execution);
	}

	boolean hasEmptyExecution() {
		return (this.nature == Tag.Nature.STREAM || this.nature == Tag.Nature.STUCK)
				&& this.runs.stream().anyMatch((run) -> run.worker.streaming() && run.complete && run.produced == 0);
	}

	/** Whether a part of its reply has left a worker. */
	boolean hasParts() {
		return this.runs.stream().anyMatch((run) -> run.sent > 0 || (run.isForeign() && run.produced > 0));
	}

	/** Whether that is what a worker which knows no status says of a failure. */
	boolean isForeignFailure(Frames body) {
		return this.nature == Tag.Nature.FAIL && body.equals(ForeignWorker.FAILURE)
				&& this.runs.stream().anyMatch(Execution::isForeign);
	}

	/** Whether somebody worked for it who returns no headers. */
	boolean isRunByForeigner() {
		return this.runs.stream().anyMatch(Execution::isForeign);
	}

	/** Whether its reply has begun, as its caller sees it. */
	boolean hasBegun() {
		return this.reception.received > 0;
	}

	boolean isOnce() {
		return this.policy.atMostOnce();
	}

	/** Whether its process still lives, so that somebody waits for its end. */
	boolean isAwaited() {
		return this.outcome == null && this.client.life() == this.clientLife;
	}

	/**
	 * When it has to have ended, given that a frozen client cannot end anything, and that
	 * each part renews its time.
	 */
	long deadlineNanos() {
		long end = hasBegun() ? this.reception.renewedNanos + this.policy.timeout().toNanos()
				: this.begunNanos + this.policy.total().toNanos();
		return end + this.client.frozenInAll() - this.frozenBefore;
	}

	@Override
	public String toString() {
		return "call " + this.number + " " + this.nature + " of " + this.client + " for " + service()
				+ (isOnce() ? " once" : "") + (wantsParts() ? " in parts" : "") + " (" + this.sends + " sent, "
				+ this.deliveries + " delivered, " + this.executions + " run, " + this.endedDeliveries + " ended, "
				+ this.returned + " returned)";
	}

	/**
	 * How a caller takes parts.
	 *
	 * @param every after how many it tells its client
	 * @param nanos how long it deals with what has come
	 */
	record Taking(int every, long nanos) {
	}

}
