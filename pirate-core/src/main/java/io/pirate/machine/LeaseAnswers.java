package io.pirate.machine;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/**
 * Ends leases: one answer each, in the form its queue understands, and counted by kind.
 * Its counters are read by the machine that owns it.
 */
final class LeaseAnswers {

	private final WorkerDialect dialect;

	long handled;

	long expired;

	long timedOut;

	long malformed;

	long rejected;

	long dropped;

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

	/** A handler that takes too long; its answer may be awaited by nobody already. */
	void tooSlow(Lease lease, long now) {
		this.timedOut++;
		if (lease.isHeld()) {
			answer(lease, lease.isOurs() ? Reply.returned(BrokerMachine.HANDLER_TIMEOUT)
					: Reply.failure(ReplyStatus.ERROR, BrokerMachine.HANDLER_TIMEOUT, "the handler took too long"),
					now);
		}
	}

	private void answer(Lease lease, Reply reply, long now) {
		lease.end();
		lease.link().send(encode(lease, reply));
		lease.link().settled(lease, now);
	}

	private WorkerCommand encode(Lease lease, Reply reply) {
		try {
			return new WorkerCommand.Reply(this.dialect, lease.addresses(reply), reply.body());
		}
		catch (IllegalArgumentException ex) {
			Reply failure = Reply.failure(ReplyStatus.ERROR, "bad-reply", "the reply's headers cannot be sent");
			return new WorkerCommand.Reply(this.dialect, lease.addresses(failure), failure.body());
		}
	}

}
