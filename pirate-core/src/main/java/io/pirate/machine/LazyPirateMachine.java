package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * The lazy pirate: each call gets its attempts, each attempt its time, and every call
 * exactly one {@link Outcome}. Not thread-safe.
 * <p>
 * An attempt's clock runs whether or not it could be sent; it is sent as soon as an
 * endpoint is ready. A repeat goes where somebody was heard since the last attempt. Once
 * a part of a reply is there, there is no repeat.
 */
public final class LazyPirateMachine {

	/** What {@link #onCall} answers if the call ended at once. */
	public static final long ENDED = 0;

	private final ClientSettings settings;

	private final Deadlines deadlines = new Deadlines();

	private final CallTable calls;

	private final ClientLanes lanes;

	private final ReplyTally tally = new ReplyTally();

	private final LaneStyle style;

	private final CallSender sender;

	private final Endings endings;

	private final PartFlow flow;

	private final ClientAnswers answers;

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
				? new ExclusiveStyle(settings, this.lanes, this.calls, this.tally, this.deadlines)
				: new SharedStyle(settings.protocol(), settings.compact(), this.lanes, this.calls, this.tally);
		this.sender = new CallSender(this.lanes, this.calls, this.style, actions);
		this.endings = new Endings(this.calls, this.style, this.sender);
		this.flow = new PartFlow(this.lanes, this.calls, this.style, this.sender, this.endings);
		this.answers = new ClientAnswers(this.lanes, this.calls, this.tally, this.deadlines, this.sender, this.endings,
				this.flow);
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
			this.endings.giveUp(call, new Outcome.Cancelled(), now);
		}
	}

	/**
	 * The owner of a call has dealt with some of its parts, so that others may come.
	 * @param number from {@link #onCall}; nothing happens if that call has ended
	 * @param parts how many since it said so last
	 * @param bytes the bytes of their bodies
	 * @param now nanoTime
	 */
	public void onTaken(long number, int parts, long bytes, long now) {
		OpenCall call = this.calls.get(number);
		if (call != null) {
			this.flow.taken(call, parts, bytes, now);
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
		List<OpenCall> broken = park(lost);
		this.lanes.disconnected(lost);
		this.style.connectionLost(lost, now);
		broken.forEach((call) -> this.flow.broken(call, now));
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
		List<OpenCall> broken = park(null);
		this.lanes.closeAll();
		broken.forEach((call) -> this.flow.broken(call, now));
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			this.deadlines.clear(endpoint.wake);
			endpoint.refusing = false;
		}
		this.style.provide(now);
	}

	/**
	 * What was sent there waits for its next attempt.
	 * @param lost the lane, or {@code null} for all
	 * @return what cannot, because a part of its reply was there
	 */
	private List<OpenCall> park(@Nullable ClientLane lost) {
		List<OpenCall> broken = new ArrayList<>();
		for (OpenCall call : this.calls.all()) {
			if (call.place != OpenCall.Place.SENT || (lost != null && call.lane != lost)) {
				continue;
			}
			if (call.hasBegun()) {
				broken.add(call);
			}
			else {
				this.calls.move(call, call.call.policy().atMostOnce() ? OpenCall.Place.GONE : OpenCall.Place.PARKED);
			}
		}
		return broken;
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
			this.answers.answered(answer, from, now);
		}
		if (this.settings.exclusive()) {
			this.sender.sendUnsent(now);
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
		if (call.hasBegun()) {
			this.flow.silent(call, now);
			return;
		}
		ClientLane carrier = call.lane;
		ClientEndpoint last = (carrier != null && call.place != OpenCall.Place.WAITING) ? carrier.endpoint : null;
		this.style.attemptOver(call, now);
		if (call.isLastAttempt()) {
			this.endings.giveUp(call, call.exhausted(this.lanes.tried(call), now), now);
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

}
