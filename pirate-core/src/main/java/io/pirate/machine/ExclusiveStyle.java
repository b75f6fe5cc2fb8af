package io.pirate.machine;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientReply;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.MdpClientCodec;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * One call for each lane, without a call frame: the lane itself is what matches the
 * reply, so it is closed whenever an answer may still come that nobody wants. REQ-shaped,
 * or as RFC 18 has it. There is no credit: what comes in parts comes as fast as it can,
 * and a final part of one empty frame only says that no part follows.
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

	private final ClientProtocol protocol;

	private final ClientLanes lanes;

	private final CallTable calls;

	private final ReplyTally tally;

	private final Deadlines deadlines;

	private final int mostLanes;

	ExclusiveStyle(ClientSettings settings, ClientLanes lanes, CallTable calls, ReplyTally tally, Deadlines deadlines) {
		this.protocol = settings.protocol();
		this.lanes = lanes;
		this.calls = calls;
		this.tally = tally;
		this.deadlines = deadlines;
		this.mostLanes = settings.maxExclusiveLanes();
	}

	/** One lane for each endpoint always, more where it lives, as calls need them. */
	@Override
	public void provide(long now) {
		int connecting = 0;
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			if (endpoint.lanes.isEmpty() && !endpoint.wake.isSet() && !endpoint.leaving) {
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
			boolean alive = endpoint.connectedLanes > 0 && !endpoint.refusing && !endpoint.leaving;
			if (alive && (smallest == null || endpoint.lanes.size() < smallest.lanes.size())) {
				smallest = endpoint;
			}
		}
		return smallest;
	}

	@Override
	public Frames encode(OpenCall call, ClientLane lane, long now) {
		ServiceName service = call.call.request().service();
		Envelope envelope = Envelope.EMPTY.as(this.protocol.exclusive(service));
		return ClientCodec.encodeRequest(envelope, service, call.call.request().body());
	}

	@Override
	public @Nullable Frames control(OpenCall call, ClientLane lane, int credit) {
		return null;
	}

	@Override
	public @Nullable Frames probe(ClientEndpoint endpoint) {
		return null;
	}

	@Override
	public boolean hasCredit() {
		return false;
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
		ClientReply.Part part = decode(call.call.request().service(), frames);
		if (part == null) {
			this.tally.malformed++;
			return null;
		}
		if (!part.last()) {
			return new Answer(call, Reply.ok(part.body(), null, Map.of()), Answer.UNNUMBERED, true);
		}
		lane.occupant = null;
		boolean onlyEnd = call.parts != null && part.body().size() == 1 && part.body().length(0) == 0;
		return new Answer(call, onlyEnd ? Reply.end() : reply(part.body()), Answer.UNNUMBERED, false);
	}

	private ClientReply.@Nullable Part decode(ServiceName service, Frames frames) {
		MdpVersion version = this.protocol.version(service);
		if (version == MdpVersion.V02) {
			return from(service, MdpClientCodec.decodeReply(version, frames));
		}
		boolean shaped = !frames.isEmpty() && frames.frame(0).length == 0;
		if (!shaped || !(PlainCodec.decodeReply(frames) instanceof PlainMessage.Exchange exchange)) {
			return null;
		}
		return (version == null) ? new ClientReply.Part(service, exchange.body(), true)
				: from(service, MdpClientCodec.decodeReply(version, exchange.body()));
	}

	private static ClientReply.@Nullable Part from(ServiceName service, ClientReply reply) {
		return (reply instanceof ClientReply.Part part && part.service().equals(service)) ? part : null;
	}

	private static Reply reply(Frames body) {
		if (body.size() == 1 && body.length(0) <= LONGEST_ERROR) {
			Matcher matcher = ERROR.matcher(body.text(0));
			if (matcher.matches()) {
				return new Reply(ReplyStatus.ERROR, matcher.group(1), matcher.group(2), body, null, Map.of());
			}
		}
		return Reply.ok(body, null, Map.of());
	}

}
