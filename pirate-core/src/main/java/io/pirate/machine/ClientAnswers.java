package io.pirate.machine;

import java.util.Set;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;

/** What a reply means for its call. */
final class ClientAnswers {

	/** How long an endpoint that said it does not serve is left alone. */
	private static final long REFUSAL_NANOS = 1_000_000_000;

	/** The same for one that stands by: it may have to serve at any moment. */
	private static final long PASSIVE_NANOS = 250_000_000;

	private static final String PASSIVE = "passive";

	/** Rejections that mean: not here, but elsewhere or a little later. */
	private static final Set<String> TURNED_AWAY = Set.of("shutting-down", PASSIVE);

	private final ClientSettings settings;

	private final ClientLanes lanes;

	private final CallTable calls;

	private final ReplyTally tally;

	private final Deadlines deadlines;

	private final CallSender sender;

	private final Endings endings;

	private final PartFlow flow;

	ClientAnswers(ClientSettings settings, ClientLanes lanes, CallTable calls, ReplyTally tally, Deadlines deadlines,
			CallSender sender, Endings endings, PartFlow flow) {
		this.settings = settings;
		this.lanes = lanes;
		this.calls = calls;
		this.tally = tally;
		this.deadlines = deadlines;
		this.sender = sender;
		this.endings = endings;
		this.flow = flow;
	}

	void answered(LaneStyle.Answer answer, ClientLane from, long now) {
		OpenCall call = answer.call();
		boolean ok = answer.reply().status() == ReplyStatus.OK;
		if (call.hasBegun() && !call.isAt(from.endpoint)) {
			// another attempt's parts: two executions must not mix
			this.tally.late++;
			if (answer.more() && !from.endpoint.isForeign() && from.mustStop(call.number, answer.part())) {
				this.sender.stop(call, from);
			}
		}
		else if (ok && (answer.isPart() || call.parts != null)) {
			this.flow.arrived(answer, from, now);
		}
		else if (ok || call.hasBegun()) {
			this.endings.end(call, new Outcome.Replied(answer.reply()), now);
		}
		else {
			failed(call, answer.reply(), from, now);
		}
	}

	private void failed(OpenCall call, Reply reply, ClientLane from, long now) {
		if (reply.status() == ReplyStatus.EXPIRED) {
			this.endings.end(call, new Outcome.NoReply(call.attempt, now - call.begunNanos, this.lanes.tried(call)),
					now);
		}
		else if (reply.status() == ReplyStatus.REJECTED) {
			rejected(call, reply, from, now);
		}
		else {
			this.endings.end(call, new Outcome.Replied(reply), now);
		}
	}

	private void rejected(OpenCall call, Reply reply, ClientLane from, long now) {
		boolean turnedAway = reply.code() != null && TURNED_AWAY.contains(reply.code());
		if (turnedAway) {
			from.endpoint.refusing = true;
			long pause = PASSIVE.equals(reply.code()) ? PASSIVE_NANOS : REFUSAL_NANOS;
			this.deadlines.set(from.endpoint.wake, now + pause);
		}
		boolean expected = call.place == OpenCall.Place.SENT && (call.asked & from.endpoint.bit()) != 0;
		call.refused |= from.endpoint.bit();
		if (!expected || (call.asked & ~call.refused) != 0) {
			// an attempt elsewhere may still be answered
			this.tally.late++;
		}
		else if (call.recalled) {
			this.endings.end(call, new Outcome.Replied(reply), now);
		}
		else if (turnedAway) {
			leave(call, reply);
			this.sender.sendAnywhere(call, from.endpoint, now);
		}
		else if (this.settings.isFreelance()) {
			leave(call, reply);
			if (!this.sender.sendElsewhere(call, now)) {
				this.endings.end(call, new Outcome.Replied(reply), now);
			}
		}
		else {
			this.endings.end(call, new Outcome.Replied(reply), now);
		}
	}

	private void leave(OpenCall call, Reply reply) {
		call.handedOut = false;
		call.rejection = reply;
		this.calls.move(call, OpenCall.Place.WAITING);
	}

}
