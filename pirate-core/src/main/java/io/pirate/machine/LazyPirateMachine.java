package io.pirate.machine;

import java.util.List;
import java.util.function.LongSupplier;

import io.pirate.wire.Frames;

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

	private final Failover failover;

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
		this.lanes = new ClientLanes(settings, (slot, address) -> new ClientEndpoint(slot, address, origins.getAsLong(),
				this::wake, this::probe, this::leave), actions, events);
		this.lanes.want(settings.endpoints());
		this.style = settings.exclusive()
				? new ExclusiveStyle(settings, this.lanes, this.calls, this.tally, this.deadlines)
				: new SharedStyle(settings, this.lanes, this.calls, this.tally, actions);
		this.sender = new CallSender(this.lanes, this.calls, this.style, actions);
		this.endings = new Endings(this.calls, this.style, this.sender);
		this.flow = new PartFlow(this.lanes, this.calls, this.style, this.sender, this.endings);
		this.answers = new ClientAnswers(settings, this.lanes, this.calls, this.tally, this.deadlines, this.sender,
				this.endings, this.flow);
		this.failover = new Failover(settings, actions, this.deadlines, this.lanes, this.calls, this.style, this.sender,
				this.endings, this.flow);
	}

	/**
	 * Opens a lane to every endpoint.
	 * @param now nanoTime
	 */
	public void start(long now) {
		this.style.provide(now);
	}

	/**
	 * Other endpoints from now on. Those that are missing get no new calls and go when
	 * the calls they have got have ended; open calls go on.
	 * @param endpoints all of them, at most {@link ClientSettings#MOST_ENDPOINTS}
	 * @param now nanoTime
	 */
	public void onEndpoints(List<String> endpoints, long now) {
		if (this.closed) {
			return;
		}
		this.lanes.want(endpoints);
		sweep();
		this.style.provide(now);
		this.sender.sendUnsent(now);
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

	/** The caller wants back what no worker has; how it ends is told all the same. */
	public void onRecall(long number, long now) {
		OpenCall call = this.calls.get(number);
		if (call == null) {
			return;
		}
		call.recalled = true;
		if (call.place == OpenCall.Place.WAITING) {
			this.endings.giveUp(call, new Outcome.Cancelled(), now);
		}
		else {
			this.sender.stop(call);
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

	/** A lane's connection has finished its handshake. */
	public void onConnected(int lane, long now) {
		ClientLane connected = this.lanes.get(lane);
		if (connected == null || connected.connected) {
			return;
		}
		this.lanes.connected(connected);
		if (!connected.retired) {
			connected.endpoint.refusing = false;
			probe(connected.endpoint, now);
			this.sender.sendUnsent(now);
		}
	}

	/** A lane's connection has ended. */
	public void onDisconnected(int lane, long now) {
		ClientLane lost = this.lanes.get(lane);
		if (lost == null || !lost.connected) {
			return;
		}
		List<OpenCall> broken = this.failover.park(lost, now);
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
		List<OpenCall> broken = this.failover.park(null, now);
		this.lanes.closeAll();
		broken.forEach((call) -> this.flow.broken(call, now));
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			clearAlarms(endpoint);
			endpoint.refusing = false;
		}
		sweep();
		this.style.provide(now);
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
		this.failover.onHeard(from.endpoint, now);
		LaneStyle.Answer answer = this.style.read(from, frames, now);
		if (answer != null) {
			this.answers.answered(answer, from, now);
			sweep();
		}
		if (this.settings.exclusive()) {
			this.sender.sendUnsent(now);
		}
	}

	/** Does everything that is due. */
	public void tick(long now) {
		this.deadlines.run(now);
		sweep();
	}

	/** When {@link #tick} is needed next, comparable by difference. */
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
		this.lanes.endpoints().forEach(this::clearAlarms);
		this.failover.close();
	}

	private void clearAlarms(ClientEndpoint endpoint) {
		this.deadlines.clear(endpoint.wake);
		this.deadlines.clear(endpoint.probe);
		this.deadlines.clear(endpoint.leave);
	}

	/** Whoever was not wanted any more may have answered its last call. */
	private void sweep() {
		this.lanes.sweep().forEach(this::clearAlarms);
	}

	/**
	 * The state now.
	 * @return the snapshot
	 */
	public ClientSnapshot snapshot() {
		return new ClientSnapshot(this.lanes.views(), this.calls.size(), this.calls.begun(), this.calls.retries(),
				this.tally.late, this.tally.malformed, this.lanes.replaced());
	}

	private void attemptTimedOut(OpenCall call, long now) {
		this.failover.onTimeout(call, now);
	}

	private void probe(ClientEndpoint endpoint, long now) {
		this.failover.probe(endpoint, now);
	}

	private void leave(ClientEndpoint endpoint, long now) {
		this.failover.leave(endpoint, now);
	}

	/** An endpoint was left alone long enough. */
	private void wake(ClientEndpoint endpoint, long now) {
		endpoint.refusing = false;
		this.style.provide(now);
		this.sender.sendUnsent(now);
	}

}
