package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What goes back to clients. Those with a call frame get status, code and reason; the
 * others a body, or for what was never run nothing at all. Ends each request it answers.
 */
final class Answers {

	private final BrokerActions actions;

	private final BrokerCounters counters;

	private final CallMemory memory;

	Answers(BrokerActions actions, BrokerCounters counters, CallMemory memory) {
		this.actions = actions;
		this.counters = counters;
		this.memory = memory;
	}

	/** Passes a worker's reply on. */
	void forward(Work work, CallFrame reply, Frames body, long now) {
		CallFrame call = work.call;
		if (call == null) {
			end(work, null, body, now);
			return;
		}
		if (reply.has(Property.QUEUE)) {
			// our lease frame as we sent it: a foreign worker, which says nothing of its
			// own
			end(work, CallFrame.of(call.origin(), call.number()).toReply(call.origin(), call.number()), body, now);
		}
		else {
			end(work, reply.toReply(call.origin(), call.number()), body, now);
		}
	}

	/** Ends a request that was handed out and not answered. */
	void fail(Work work, ReplyStatus status, String code, String reason, long now) {
		Reply failure = Reply.failure(status, code, reason);
		end(work, (work.call != null) ? frameOf(failure, work.call) : null, failure.body(), now);
	}

	/** Ends a request that waited too long. */
	void expire(Work work, long now) {
		if (work.call == null) {
			this.counters.count(Drop.EXPIRED);
			this.memory.close(work);
			return;
		}
		fail(work, ReplyStatus.EXPIRED, "expired", "the request waited too long for a worker", now);
	}

	/** Ends a request that shall go elsewhere. */
	void reject(Work work, Rejection rejection) {
		reject(work.client(), work.envelope(work.call), work.service.name, rejection);
		this.memory.close(work);
	}

	/** Refuses a request that was never taken. */
	void reject(Identity client, Envelope envelope, ServiceName service, Rejection rejection) {
		this.counters.count(rejection);
		if (envelope.call() == null) {
			this.counters.count(Drop.REJECTED);
			return;
		}
		Reply refusal = Reply.failure(ReplyStatus.REJECTED, rejection.code(), rejection.reason());
		send(client, envelope.with(frameOf(refusal, envelope.call())), service, refusal.body());
	}

	/** Says again what was said. */
	void repeat(Identity client, Envelope envelope, ServiceName service, RememberedReply remembered) {
		send(client, envelope.with(remembered.call()), service, remembered.body());
	}

	/** Answers what the queue itself was asked. */
	void own(Identity client, Envelope envelope, ServiceName service, Frames body) {
		CallFrame call = envelope.call();
		CallFrame reply = (call != null)
				? CallFrame.of(call.origin(), call.number()).toReply(call.origin(), call.number()) : null;
		send(client, envelope.with(reply), service, body);
	}

	/**
	 * All parts of the reply were sent. They are not remembered: a repeat would get
	 * nothing.
	 */
	void streamed(Work work, long now) {
		this.counters.replied++;
		if (work.call != null) {
			Reply lost = Reply.failure(ReplyStatus.LOST, "stream-broken", "the parts of the reply were sent before");
			this.memory.remember(work, frameOf(lost, work.call), lost.body(), now);
		}
		this.memory.close(work);
	}

	private void end(Work work, @Nullable CallFrame reply, Frames body, long now) {
		if (reply != null && Work.isFinal(reply.status())) {
			this.memory.remember(work, reply, body, now);
		}
		this.memory.close(work);
		send(work.client(), work.envelope(reply), work.service.name, body);
	}

	private void send(Identity client, Envelope envelope, ServiceName service, Frames body) {
		this.counters.replied++;
		this.actions.toClient(client, envelope, service, body);
	}

	private static CallFrame frameOf(Reply reply, CallFrame call) {
		return reply.toCallFrame(call.origin(), call.number()).flag(Property.QUEUE).end();
	}

}
