package io.pirate.machine;

import java.util.Map;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;

/**
 * Replies in parts: each part renews the attempt's time, credit follows the one who takes
 * them, and after the first part there is no other attempt, so that two executions never
 * mix.
 */
final class PartFlow {

	/** What a caller may leave lying, for senders that know no credit. */
	static final long MOST_BYTES = 16L * 1024 * 1024;

	private final ClientLanes lanes;

	private final CallTable calls;

	private final LaneStyle style;

	private final CallSender sender;

	private final Endings endings;

	PartFlow(ClientLanes lanes, CallTable calls, LaneStyle style, CallSender sender, Endings endings) {
		this.lanes = lanes;
		this.calls = calls;
		this.style = style;
		this.sender = sender;
		this.endings = endings;
	}

	/** A part, the last part, or only the word that none follows. */
	void arrived(LaneStyle.Answer answer, ClientLane from, long now) {
		OpenCall call = answer.call();
		PartialReply parts = call.partialReply();
		Reply reply = answer.reply();
		if (!parts.hasBegun()) {
			parts.begin();
			settle(call, from);
		}
		if (!parts.fits(answer.part())) {
			String reason = "part " + answer.part() + " came where part " + parts.received() + " should be";
			this.endings.giveUp(call, lost("gap", reason), now);
			return;
		}
		if (!reply.isEnd()) {
			parts.add(reply);
			call.call.onPart(reply);
		}
		if (!answer.more() || reply.isEnd()) {
			this.endings.end(call, new Outcome.Replied(conclusion(parts)), now);
		}
		else if (parts.bytes() > MOST_BYTES) {
			this.endings.giveUp(call, tooSlow(), now);
		}
		else {
			keepTime(call, parts, now);
		}
	}

	/** Who sends the first part is the one who sends the others. */
	private void settle(OpenCall call, ClientLane from) {
		if (!call.isSentOn(from)) {
			this.calls.move(call, OpenCall.Place.GONE);
			this.style.sent(call, from);
			this.calls.move(call, OpenCall.Place.SENT);
		}
		this.sender.stopOthers(call, from.endpoint);
	}

	/** Nobody can be late who may not send. */
	private void keepTime(OpenCall call, PartialReply parts, long now) {
		if (isControlled(call) && parts.isOutOfCredit()) {
			this.calls.pause(call);
		}
		else {
			this.calls.renew(call, now);
		}
	}

	/** Whether the sender waits for credit, as far as we know it. */
	private boolean isControlled(OpenCall call) {
		return call.call.wantsParts() && this.style.hasCredit() && call.lane != null && !call.lane.endpoint.isForeign();
	}

	/** The caller has dealt with some parts. */
	void taken(OpenCall call, int count, long bytes, long now) {
		PartialReply parts = call.partialReply();
		parts.take(count, bytes);
		int credit = parts.topUp();
		if (credit > 0 && isControlled(call)) {
			this.sender.grant(call, credit);
			if (!call.deadline.isSet()) {
				this.calls.renew(call, now);
			}
		}
	}

	/** The connection that brought the parts has ended. */
	void broken(OpenCall call, long now) {
		this.endings.giveUp(call, lost("stream-broken", "the connection ended in the middle of the reply"), now);
	}

	/** No part came in time. */
	void silent(OpenCall call, long now) {
		String reason = "no further part within " + call.call.policy().timeout().toMillis() + " ms";
		this.endings.giveUp(call, new Outcome.Unknown(now - call.begunNanos, this.lanes.tried(call), reason), now);
	}

	private static Reply conclusion(PartialReply parts) {
		Reply latest = parts.latest();
		if (parts.wanted) {
			return Reply.end();
		}
		return (latest != null) ? latest : Reply.ok(Reply.end().body(), null, Map.of());
	}

	private static Outcome lost(String code, String reason) {
		return new Outcome.Replied(Reply.failure(ReplyStatus.LOST, code, reason));
	}

	private static Outcome tooSlow() {
		return new Outcome.Replied(Reply.failure(ReplyStatus.REJECTED, "too-slow",
				"more than " + MOST_BYTES + " bytes were waiting to be taken"));
	}

}
