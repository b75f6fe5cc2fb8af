package io.pirate.machine;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * One call for each lane, REQ-shaped, without a call frame: the lane itself is what
 * matches the reply, so it is closed whenever an answer may still come that nobody wants.
 * <p>
 * A failed reply is recognised by its body, one frame {@code ERROR <code> <reason>}, and
 * has the status {@link ReplyStatus#ERROR} whatever its cause; a worker whose good
 * replies look like that needs the shared lane.
 */
final class ExclusiveStyle implements LaneStyle {

	/** A server that accepts and closes must not be asked in a tight loop. */
	private static final long REOPEN_PAUSE_NANOS = 100_000_000;

	private static final int LONGEST_ERROR = 4096;

	private static final Pattern ERROR = Pattern.compile("ERROR ([a-z][a-z0-9-]*) (.*)", Pattern.DOTALL);

	private final ClientLanes lanes;

	private final CallTable calls;

	private final ReplyTally tally;

	private final Deadlines deadlines;

	private final int mostLanes;

	ExclusiveStyle(ClientLanes lanes, CallTable calls, ReplyTally tally, Deadlines deadlines, int mostLanes) {
		this.lanes = lanes;
		this.calls = calls;
		this.tally = tally;
		this.deadlines = deadlines;
		this.mostLanes = mostLanes;
	}

	/** One lane for each endpoint always, more where it lives, as calls need them. */
	@Override
	public void provide(long now) {
		int connecting = 0;
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			if (endpoint.lanes.isEmpty() && !endpoint.wake.isSet()) {
				this.lanes.open(endpoint, now);
			}
			connecting += (endpoint.connectedLanes > 0) ? endpoint.lanes.size() - endpoint.connectedLanes : 0;
		}
		while (connecting < this.calls.unsent() && this.lanes.size() < this.mostLanes) {
			ClientEndpoint endpoint = smallestAlive();
			if (endpoint == null) {
				return;
			}
			this.lanes.open(endpoint, now);
			connecting++;
		}
	}

	private @Nullable ClientEndpoint smallestAlive() {
		ClientEndpoint smallest = null;
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			boolean alive = endpoint.connectedLanes > 0 && !endpoint.refusing;
			if (alive && (smallest == null || endpoint.lanes.size() < smallest.lanes.size())) {
				smallest = endpoint;
			}
		}
		return smallest;
	}

	@Override
	public Frames encode(OpenCall call, ClientLane lane, long now) {
		return PlainCodec.encode(Envelope.EMPTY, call.call.request().body());
	}

	@Override
	public void sent(OpenCall call, ClientLane lane) {
		call.lane = lane;
		lane.occupant = call;
	}

	@Override
	public void attemptOver(OpenCall call, long now) {
		vacate(call, now);
	}

	@Override
	public void ended(OpenCall call, long now) {
		vacate(call, now);
	}

	private void vacate(OpenCall call, long now) {
		ClientLane lane = call.lane;
		if (lane != null && lane.occupant == call) {
			this.lanes.countReplaced();
			discard(lane, now);
		}
	}

	private void discard(ClientLane lane, long now) {
		lane.occupant = null;
		this.lanes.close(lane);
		provide(now);
	}

	/** What was on its way on that connection must not meet the next call. */
	@Override
	public void connectionLost(ClientLane lane, long now) {
		ClientEndpoint endpoint = lane.endpoint;
		if (lane.occupant != null || endpoint.lanes.size() > 1) {
			lane.occupant = null;
			this.lanes.close(lane);
		}
		if (endpoint.connectedLanes == 0) {
			List.copyOf(endpoint.lanes).stream().skip(1).forEach(this.lanes::close);
		}
		if (endpoint.lanes.isEmpty()) {
			this.deadlines.set(endpoint.wake, now + REOPEN_PAUSE_NANOS);
		}
	}

	@Override
	public @Nullable Answer read(ClientLane lane, Frames frames, long now) {
		OpenCall call = lane.occupant;
		if (call == null) {
			this.tally.late++;
			this.lanes.countReplaced();
			discard(lane, now);
			return null;
		}
		boolean shaped = !frames.isEmpty() && frames.frame(0).length == 0;
		if (!shaped || !(PlainCodec.decodeReply(frames) instanceof PlainMessage.Exchange exchange)) {
			this.tally.malformed++;
			return null;
		}
		lane.occupant = null;
		return new Answer(call, reply(exchange.body()));
	}

	private static Reply reply(Frames body) {
		if (body.size() == 1 && body.frame(0).length <= LONGEST_ERROR) {
			Matcher matcher = ERROR.matcher(body.text(0));
			if (matcher.matches()) {
				return new Reply(ReplyStatus.ERROR, matcher.group(1), matcher.group(2), body, null, Map.of());
			}
		}
		return Reply.ok(body, null, Map.of());
	}

}
