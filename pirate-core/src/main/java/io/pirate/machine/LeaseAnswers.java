package io.pirate.machine;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/**
 * Ends leases: one answer each, in the form its queue understands, and counted by kind.
 * Its counters are read by the machine that owns it.
 */
final class LeaseAnswers {

	static final Reply BAD_REPLY = Reply.failure(ReplyStatus.ERROR, "bad-reply", "the reply's headers cannot be sent");

	private final WorkerDialect dialect;

	long handled;

	long expired;

	long timedOut;

	long malformed;

	long rejected;

	long dropped;

	/** Leases of an epoch that is over. */
	long fenced;

	LeaseAnswers(WorkerDialect dialect) {
		this.dialect = dialect;
	}

	/** A handler's result; nobody may be waiting for it any more. */
	void handled(Lease lease, Reply reply, long now) {
		if (lease.isHeld()) {
			this.handled++;
			answer(lease, reply, now);
		}
		else {
			this.dropped++;
		}
	}

	/**
	 * A request with a torn call frame: its queue is not to blame and gets its answer.
	 */
	void malformed(Lease lease, long now) {
		this.malformed++;
		answer(lease, Reply.failure(ReplyStatus.ERROR, "bad-request", "malformed call frame"), now);
	}

	void busy(Lease lease, long now) {
		this.rejected++;
		answer(lease, Reply.failure(ReplyStatus.REJECTED, "busy", "the worker has too much to do"), now);
	}

	void expired(Lease lease, long now) {
		this.expired++;
		answer(lease, Reply.failure(ReplyStatus.EXPIRED, "expired", "no time was left to start"), now);
	}

	/** A request that has not started; a queue that is not ours gets a refusal. */
	void returned(Lease lease, String reason, long now) {
		answer(lease, lease.isOurs() ? Reply.returned(null) : Reply.failure(ReplyStatus.REJECTED, "busy", reason), now);
	}

	/** A request of an epoch that is over, by somebody who may not know that yet. */
	void stale(Lease lease, long highest, long now) {
		this.fenced++;
		lease.end();
		lease.link().send(lease.stale(this.dialect, highest));
		lease.link().settled(lease, now);
	}

	/**
	 * A handler that takes too long; its answer may be awaited by nobody already.
	 * @param begun whether parts of it have left: nobody else could go on from there
	 */
	void tooSlow(Lease lease, boolean begun, long now) {
		this.timedOut++;
		if (lease.isHeld()) {
			answer(lease, (lease.isOurs() && !begun) ? Reply.returned(BrokerMachine.HANDLER_TIMEOUT)
					: Reply.failure(ReplyStatus.ERROR, BrokerMachine.HANDLER_TIMEOUT, "the handler took too long"),
					now);
		}
	}

	void cancelled(Lease lease, long now) {
		answer(lease, Reply.failure(ReplyStatus.ERROR, "cancelled", "the caller wants no more"), now);
	}

	/** A failure that ends a reply in parts, whatever its handler does. */
	void failed(Lease lease, Reply failure, long now) {
		answer(lease, failure, now);
	}

	/**
	 * A part of an answer, or its end.
	 * @throws IllegalArgumentException if its headers cannot travel
	 */
	WorkerCommand part(Lease lease, Reply part, int number, boolean more) {
		return lease.part(this.dialect, part, number, more);
	}

	/**
	 * The whole answer, or all of it that is sent.
	 * @throws IllegalArgumentException if its headers cannot travel
	 */
	WorkerCommand whole(Lease lease, Reply reply) {
		return lease.whole(this.dialect, reply);
	}

	/** The last part of an answer was sent. */
	void left(Lease lease, long now) {
		this.handled++;
		lease.end();
		lease.link().settled(lease, now);
	}

	/**
	 * A message about a request that a queue which knows no such messages gave to any
	 * worker it liked: that queue shall have this worker back, and its client not believe
	 * that its call was answered.
	 */
	void stray(Lease lease, long now) {
		this.malformed++;
		lease.end();
		lease.link().send(lease.answerOfNobody(this.dialect));
		lease.link().settled(lease, now);
	}

	private void answer(Lease lease, Reply reply, long now) {
		lease.end();
		lease.link().send(encode(lease, reply));
		lease.link().settled(lease, now);
	}

	private WorkerCommand encode(Lease lease, Reply reply) {
		try {
			return whole(lease, reply);
		}
		catch (IllegalArgumentException ex) {
			return whole(lease, BAD_REPLY);
		}
	}

}
