package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;

/**
 * The lazy pirate: each call gets its attempts, each attempt its time, and every call
 * exactly one {@link Outcome}. Not thread-safe.
 * <p>
 * An attempt's clock runs whether or not it could be sent; it is sent as soon as an
 * endpoint is ready. A repeat goes where somebody was heard since the last attempt.
 */
public final class LazyPirateMachine {

	/** What {@link #onCall} answers if the call ended at once. */
	public static final long ENDED = 0;

	/** How long an endpoint that said it does not serve is left alone. */
	private static final long REFUSAL_NANOS = 1_000_000_000;

	/** Rejections that mean: not here, but elsewhere or a little later. */
	private static final Set<String> TURNED_AWAY = Set.of("shutting-down", "passive");

	private final ClientSettings settings;

	private final Deadlines deadlines = new Deadlines();

	private final CallTable calls;

	private final ClientLanes lanes;

	private final ReplyTally tally = new ReplyTally();

	private final LaneStyle style;

	private final CallSender sender;

	private boolean closed;

	/**
	 * A machine that has opened nothing.
	 * @param settings what it is told
	 * @param origins secure random numbers; asked once for each endpoint
	 * @param actions what it can do
	 * @param events whom it tells
	 */
	public LazyPirateMachine(ClientSettings settings, LongSupplier origins, ClientActions actions,
			ClientEvents events) {
		this.settings = settings;
		this.calls = new CallTable(this.deadlines, this::attemptTimedOut);
		this.lanes = new ClientLanes(settings.endpoints(), origins, actions, events, this::wake);
		this.style = settings.exclusive()
				? new ExclusiveStyle(this.lanes, this.calls, this.tally, this.deadlines, settings.maxExclusiveLanes())
				: new SharedStyle(this.lanes, this.calls, this.tally);
		this.sender = new CallSender(this.lanes, this.calls, this.style, actions);
	}

	/**
	 * Opens a lane to every endpoint.
	 * @param now nanoTime
	 */
	public void start(long now) {
		this.style.provide(now);
	}

	/**
	 * A new call.
	 * @param call what and how
	 * @param now nanoTime
	 * @return its number for {@link #onCancel}, or {@link #ENDED}
	 */
	public long onCall(Call call, long now) {
		if (this.closed) {
			call.end(new Outcome.Closed());
			return ENDED;
		}
		if (this.calls.size() >= this.settings.maxInFlight()) {
			call.end(new Outcome.Refused("busy", this.calls.size() + " calls are open, the most this client allows"));
			return ENDED;
		}
		OpenCall begun = this.calls.begin(call, now);
		this.sender.sendAnywhere(begun, null, now);
		return begun.number;
	}

	/**
	 * The caller gave up.
	 * @param number from {@link #onCall}; nothing happens if that call has ended
	 * @param now nanoTime
	 */
	public void onCancel(long number, long now) {
		OpenCall call = this.calls.get(number);
		if (call != null) {
			end(call, new Outcome.Cancelled(), now);
		}
	}

	/**
	 * A lane's connection has finished its handshake.
	 * @param lane its number
	 * @param now nanoTime
	 */
	public void onConnected(int lane, long now) {
		ClientLane connected = this.lanes.get(lane);
		if (connected == null || connected.connected) {
			return;
		}
		this.lanes.connected(connected);
		if (!connected.retired) {
			connected.endpoint.refusing = false;
			this.sender.sendUnsent(now);
		}
	}

	/**
	 * A lane's connection has ended.
	 * @param lane its number
	 * @param now nanoTime
	 */
	public void onDisconnected(int lane, long now) {
		ClientLane lost = this.lanes.get(lane);
		if (lost == null || !lost.connected) {
			return;
		}
		for (OpenCall call : this.calls.all()) {
			if (call.lane == lost) {
				park(call);
			}
		}
		this.lanes.disconnected(lost);
		this.style.connectionLost(lost, now);
		this.sender.sendUnsent(now);
	}

	/**
	 * A lane cannot be used any more: another one takes its place.
	 * @param lane its number
	 * @param now nanoTime
	 */
	public void onBroken(int lane, long now) {
		onDisconnected(lane, now);
		ClientLane broken = this.lanes.get(lane);
		if (broken != null) {
			this.lanes.close(broken);
			this.style.provide(now);
		}
	}

	/**
	 * All sockets are gone, or must go: new lanes for every endpoint. Open calls go on.
	 * @param now nanoTime
	 */
	public void reopen(long now) {
		this.calls.all().forEach(this::park);
		this.lanes.closeAll();
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			this.deadlines.clear(endpoint.wake);
			endpoint.refusing = false;
		}
		this.style.provide(now);
	}

	private void park(OpenCall call) {
		if (call.place == OpenCall.Place.SENT) {
			this.calls.move(call, call.call.policy().atMostOnce() ? OpenCall.Place.GONE : OpenCall.Place.PARKED);
		}
	}

	/**
	 * A message came.
	 * @param lane the lane's number
	 * @param frames all its frames
	 * @param now nanoTime
	 */
	public void onMessage(int lane, Frames frames, long now) {
		ClientLane from = this.lanes.get(lane);
		if (from == null) {
			this.tally.late++;
			return;
		}
		from.heard(now);
		LaneStyle.Answer answer = this.style.read(from, frames, now);
		if (answer != null) {
			answered(answer.call(), answer.reply(), from, now);
		}
		if (this.settings.exclusive()) {
			this.sender.sendUnsent(now);
		}
	}

	private void answered(OpenCall call, Reply reply, ClientLane from, long now) {
		if (reply.status() == ReplyStatus.EXPIRED) {
			end(call, new Outcome.NoReply(call.attempt, now - call.begunNanos, this.lanes.tried(call)), now);
			return;
		}
		if (reply.status() != ReplyStatus.REJECTED) {
			end(call, new Outcome.Replied(reply), now);
			return;
		}
		boolean turnedAway = reply.code() != null && TURNED_AWAY.contains(reply.code());
		if (turnedAway) {
			from.endpoint.refusing = true;
			this.deadlines.set(from.endpoint.wake, now + REFUSAL_NANOS);
		}
		if (call.place != OpenCall.Place.SENT || call.lane == null || call.lane.endpoint != from.endpoint) {
			// an attempt elsewhere may still be answered
			this.tally.late++;
		}
		else if (turnedAway) {
			call.handedOut = false;
			call.rejection = reply;
			this.calls.move(call, OpenCall.Place.WAITING);
			this.sender.sendAnywhere(call, from.endpoint, now);
		}
		else {
			end(call, new Outcome.Replied(reply), now);
		}
	}

	/**
	 * Does everything that is due.
	 * @param now nanoTime
	 */
	public void tick(long now) {
		this.deadlines.run(now);
	}

	/**
	 * When {@link #tick} is needed next.
	 * @param now nanoTime
	 * @return the deadline, comparable by difference
	 */
	public long nextDeadline(long now) {
		return this.deadlines.next(now);
	}

	/** Ends all calls with {@link Outcome.Closed} and closes all lanes. */
	public void close() {
		this.closed = true;
		for (OpenCall call : this.calls.copy()) {
			this.calls.remove(call);
			call.call.end(new Outcome.Closed());
		}
		this.lanes.closeAll();
		this.lanes.endpoints().forEach((endpoint) -> this.deadlines.clear(endpoint.wake));
	}

	/**
	 * The state now.
	 * @return the snapshot
	 */
	public ClientSnapshot snapshot() {
		List<ClientSnapshot.EndpointView> endpoints = new ArrayList<>();
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			endpoints.add(new ClientSnapshot.EndpointView(endpoint.address, endpoint.connectedLanes > 0,
					endpoint.outstanding));
		}
		return new ClientSnapshot(List.copyOf(endpoints), this.calls.size(), this.calls.begun(), this.calls.retries(),
				this.tally.late, this.tally.malformed, this.lanes.replaced());
	}

	private void attemptTimedOut(OpenCall call, long now) {
		ClientLane carrier = call.lane;
		ClientEndpoint last = (carrier != null && call.place != OpenCall.Place.WAITING) ? carrier.endpoint : null;
		this.style.attemptOver(call, now);
		if (call.isLastAttempt()) {
			end(call, call.exhausted(this.lanes.tried(call), now), now);
			return;
		}
		this.calls.move(call, OpenCall.Place.WAITING);
		this.calls.nextAttempt(call, now);
		if (last != null && !last.isSilentSince(call.sentNanos)) {
			this.sender.sendPreferably(call, last, now);
		}
		else {
			this.sender.sendAnywhere(call, last, now);
		}
	}

	/** An endpoint was left alone long enough. */
	private void wake(ClientEndpoint endpoint, long now) {
		endpoint.refusing = false;
		this.style.provide(now);
		this.sender.sendUnsent(now);
	}

	private void end(OpenCall call, Outcome outcome, long now) {
		if (this.calls.remove(call)) {
			this.style.ended(call, now);
			call.call.end(outcome);
		}
	}

}
