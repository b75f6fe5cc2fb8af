package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Malformed;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One lane for each endpoint carries all calls; replies are matched by their call frames.
 */
final class SharedStyle implements LaneStyle {

	/** Timeouts may be shorter than a connect takes; do not replace faster than that. */
	private static final long YOUNGEST_REPLACED_NANOS = 100_000_000;

	/** Slow calls beside short timeouts must not pile up sockets. */
	private static final int MOST_RETIRED = 8;

	private final ClientLanes lanes;

	private final CallTable calls;

	private final ReplyTally tally;

	SharedStyle(ClientLanes lanes, CallTable calls, ReplyTally tally) {
		this.lanes = lanes;
		this.calls = calls;
		this.tally = tally;
	}

	@Override
	public void provide(long now) {
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			if (endpoint.lanes.isEmpty()) {
				this.lanes.open(endpoint, now);
			}
		}
	}

	@Override
	public Frames encode(OpenCall call, ClientLane lane, long now) {
		CallFrame.Builder frame = CallFrame.build(lane.endpoint.origin, call.number)
			.number(Property.ATTEMPT, call.attempt)
			.number(Property.BUDGET, call.budgetMillis(now))
			.done(this.calls.lowestOpen())
			.optional(Property.CONTENT_TYPE, call.call.request().contentType())
			.headers(call.call.request().headers());
		if (call.call.policy().atMostOnce()) {
			frame.flag(Property.ONCE);
		}
		return PlainCodec.encode(new Envelope(Frames.NONE, frame.end()), call.call.request().body());
	}

	@Override
	public void sent(OpenCall call, ClientLane lane) {
		call.carriedBy(lane);
	}

	/** The guide's brute force: a socket that stayed silent all the time is suspect. */
	@Override
	public void attemptOver(OpenCall call, long now) {
		ClientLane lane = call.lane;
		if (lane == null || !call.isSentOn(lane) || lane.retired || !lane.isSilentSince(call.sentNanos)) {
			return;
		}
		if (now - lane.openedNanos >= YOUNGEST_REPLACED_NANOS && lane.endpoint.retiredLanes < MOST_RETIRED) {
			this.lanes.replace(lane, now);
		}
	}

	@Override
	public void ended(OpenCall call, long now) {
		for (ClientLane lane : call.carriers()) {
			if (--lane.holders == 0 && lane.retired) {
				this.lanes.close(lane);
			}
		}
	}

	/** A retired lane has nothing to wait for on a new connection. */
	@Override
	public void connectionLost(ClientLane lane, long now) {
		if (lane.retired) {
			this.lanes.close(lane);
		}
	}

	@Override
	public @Nullable Answer read(ClientLane lane, Frames frames, long now) {
		PlainMessage message = PlainCodec.decodeReply(frames);
		if (message instanceof Malformed || !(message instanceof PlainMessage.Exchange exchange)) {
			this.tally.malformed++;
			return null;
		}
		CallFrame frame = exchange.envelope().call();
		if (frame == null || !exchange.envelope().foreign().isEmpty()) {
			this.tally.malformed++;
			return null;
		}
		OpenCall call = (frame.origin() == lane.endpoint.origin) ? this.calls.get(frame.number()) : null;
		if (call == null || !call.wasSentTo(lane.endpoint)) {
			this.tally.late++;
			return null;
		}
		return new Answer(call, Reply.of(frame, exchange.body()));
	}

}
