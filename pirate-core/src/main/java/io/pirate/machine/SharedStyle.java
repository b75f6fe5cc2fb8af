package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.ClientReply;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.CompactMessage;
import io.pirate.wire.Envelope;
import io.pirate.wire.FlpCodec;
import io.pirate.wire.FlpMessage;
import io.pirate.wire.Frames;
import io.pirate.wire.MdpClientCodec;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * One lane for each endpoint carries all calls; replies are matched by their call frames.
 */
final class SharedStyle implements LaneStyle {

	/** Timeouts may be shorter than a connect takes; do not replace faster than that. */
	private static final long YOUNGEST_REPLACED_NANOS = 100_000_000;

	/** Slow calls beside short timeouts must not pile up sockets. */
	private static final int MOST_RETIRED = 8;

	/** No call has this number: they are counted from 1. */
	private static final long PROBE = 0;

	/** Always there, in every queue of ours. */
	private static final ServiceName PROBED = new ServiceName("mmi.service");

	private static final Frames NO_BODY = Frames.of(new byte[0]);

	private final ClientSettings settings;

	private final ClientProtocol protocol;

	private final ClientLanes lanes;

	private final CallTable calls;

	private final ReplyTally tally;

	private final ClientActions actions;

	SharedStyle(ClientSettings settings, ClientLanes lanes, CallTable calls, ReplyTally tally, ClientActions actions) {
		this.actions = actions;
		this.settings = settings;
		this.protocol = settings.protocol();
		this.lanes = lanes;
		this.calls = calls;
		this.tally = tally;
	}

	@Override
	public void provide(long now) {
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			if (endpoint.lanes.isEmpty() && !endpoint.leaving) {
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
		addLeases(frame, call.call.policy());
		if (call.call.policy().noWorkerTimeout() != null) {
			frame.number(Property.GRACE, call.call.policy().graceMillis());
		}
		if (call.call.wantsParts()) {
			frame.number(Property.CREDIT, PartWindow.PARTS);
		}
		return message(call, lane, frame, call.call.request().body());
	}

	private static void addLeases(CallFrame.Builder frame, RetryPolicy policy) {
		if (policy.atMostOnce() || policy.leases() != Leases.MANY) {
			frame.flag(Property.ONCE);
		}
		if (policy.leases() == Leases.ONE_ALONE) {
			frame.flag(Property.ALONE);
		}
	}

	private Frames message(OpenCall call, ClientLane lane, CallFrame.Builder frame, Frames body) {
		ServiceName service = call.call.request().service();
		if (this.settings.isFreelance()) {
			return FlpCodec.encodeRequest(named(frame, service), body);
		}
		if (this.settings.compact() && lane.compact && this.protocol.mayBeCompact(service)) {
			CallFrame whole = named(frame, service);
			if (CompactCodec.fits(whole, body, CompactCodec.LONGEST)) {
				return Frames.ofOne(CompactCodec.encode(whole, body));
			}
		}
		Envelope envelope = new Envelope(this.protocol.shared(service), Frames.NONE, frame.end());
		return ClientCodec.encodeRequest(envelope, service, body);
	}

	private static CallFrame named(CallFrame.Builder frame, ServiceName service) {
		return (service.isAnonymous() ? frame : frame.text(Property.SERVICE, service.text())).end();
	}

	@Override
	public Frames control(OpenCall call, ClientLane lane, int credit) {
		CallFrame.Builder frame = CallFrame.build(lane.endpoint.origin, call.number);
		return message(call, lane, (credit > 0) ? frame.number(Property.CREDIT, credit) : frame.flag(Property.CANCEL),
				NO_BODY);
	}

	/** RFC 8, to be answered by the queue itself; others might take it for a request. */
	@Override
	public @Nullable Frames probe(ClientEndpoint endpoint) {
		if (this.settings.isFreelance()) {
			return this.settings.pings() ? FlpCodec.ping() : null;
		}
		if (!endpoint.isOurs()) {
			return null;
		}
		Envelope envelope = new Envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, CallFrame.of(endpoint.origin, PROBE));
		return ClientCodec.encodeRequest(envelope, PROBED, Frames.ofText(PROBED.text()));
	}

	@Override
	public boolean hasCredit() {
		return true;
	}

	@Override
	public void sent(OpenCall call, ClientLane lane) {
		call.carriedBy(lane);
	}

	/** The guide's brute force: a socket that stayed silent all the time is suspect. */
	@Override
	public void attemptOver(OpenCall call, long now) {
		ClientLane lane = call.lane;
		if (lane == null || !call.isSentOn(lane) || lane.retired || !lane.isSilentSince(call.sentNanos)
				|| lane.endpoint.leaving) {
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
		if (this.settings.isFreelance()) {
			return readFreelance(lane, frames);
		}
		if (CompactCodec.isCompact(frames)) {
			return readCompact(lane, frames.frame(0));
		}
		if (!(PlainCodec.decodeReply(frames) instanceof PlainMessage.Exchange exchange)) {
			return malformed();
		}
		CallFrame frame = exchange.envelope().call();
		if (frame == null || !exchange.envelope().foreign().isEmpty()) {
			return malformed();
		}
		OpenCall call = find(lane, frame);
		if (call == null) {
			return null;
		}
		MdpVersion version = this.protocol.version(call.call.request().service());
		if (version == null) {
			return answer(call, lane, frame, exchange.body(), frame.has(Property.MORE));
		}
		if (MdpClientCodec.decodeReply(version, exchange.body()) instanceof ClientReply.Part part
				&& part.service().equals(call.call.request().service())) {
			boolean more = (version == MdpVersion.V02) ? !part.last() : frame.has(Property.MORE);
			return answer(call, lane, frame, part.body(), more);
		}
		return malformed();
	}

	private @Nullable Answer readCompact(ClientLane lane, byte[] message) {
		if (!(CompactCodec.decodeReply(message) instanceof CompactMessage.Whole whole)) {
			return malformed();
		}
		OpenCall call = find(lane, whole.call());
		return (call != null)
				? answer(call, lane, whole.call(), whole.body().detached(), whole.call().has(Property.MORE)) : null;
	}

	private @Nullable Answer readFreelance(ClientLane lane, Frames frames) {
		FlpMessage message = FlpCodec.decodeReply(frames);
		if (message instanceof FlpMessage.Answer reply) {
			OpenCall call = find(lane, reply.call());
			return (call != null) ? answer(call, lane, reply.call(), reply.body(), reply.call().has(Property.MORE))
					: null;
		}
		return (message instanceof FlpMessage.Pong) ? null : malformed();
	}

	/** The open call that a reply is for, if that is one. */
	private @Nullable OpenCall find(ClientLane lane, CallFrame frame) {
		OpenCall call = (frame.origin() == lane.endpoint.origin) ? this.calls.get(frame.number()) : null;
		if (call == null || !call.wasSentTo(lane.endpoint)) {
			this.tally.late += (frame.number() == PROBE) ? 0 : 1;
			stop(lane, frame);
			return null;
		}
		return call;
	}

	/**
	 * A repeat that was late may have begun what nobody reads: its sender would wait for
	 * credit for ever. Only a queue of ours knows what that means, and it knows the call
	 * by its number alone.
	 */
	private void stop(ClientLane lane, CallFrame part) {
		boolean counted = part.origin() == lane.endpoint.origin && part.number() != PROBE;
		if (counted && part.has(Property.MORE) && part.has(Property.QUEUE) && lane.connected
				&& lane.mustStop(part.number(), part.number(Property.PART, Answer.UNNUMBERED))) {
			CallFrame stop = CallFrame.build(part.origin(), part.number()).flag(Property.CANCEL).end();
			Envelope envelope = new Envelope(this.protocol.shared(ServiceName.ANONYMOUS), Frames.NONE, stop);
			this.actions.send(lane.number, this.settings.isFreelance() ? FlpCodec.encodeRequest(stop, NO_BODY)
					: ClientCodec.encodeRequest(envelope, ServiceName.ANONYMOUS, NO_BODY));
		}
	}

	private @Nullable Answer malformed() {
		this.tally.malformed++;
		return null;
	}

	private static Answer answer(OpenCall call, ClientLane lane, CallFrame frame, Frames body, boolean more) {
		lane.endpoint.recognised(frame.has(Property.QUEUE));
		lane.compact = frame.has(Property.QUEUE);
		return new Answer(call, Reply.of(frame, body), frame.number(Property.PART, Answer.UNNUMBERED), more);
	}

}
