package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of calls whose endpoint is lost, or takes them and says nothing. A lost
 * connection says so itself. Silence is noticed by the first attempt that ends without a
 * word from there: then everything that may be repeated moves at once, not call by call,
 * and others come first until the endpoint is heard again.
 */
final class Failover {

	/** How often a suspect is asked whether it is back. */
	private static final long PROBE_NANOS = 500_000_000;

	private final ClientSettings settings;

	private final ClientActions actions;

	private final Deadlines deadlines;

	private final ClientLanes lanes;

	private final CallTable calls;

	private final LaneStyle style;

	private final CallSender sender;

	private final Endings endings;

	private final PartFlow flow;

	/** Less silence means nothing: callers may be more impatient than that. */
	private final long shortestNanos;

	Failover(ClientSettings settings, ClientActions actions, Deadlines deadlines, ClientLanes lanes, CallTable calls,
			LaneStyle style, CallSender sender, Endings endings, PartFlow flow) {
		this.settings = settings;
		this.actions = actions;
		this.deadlines = deadlines;
		this.lanes = lanes;
		this.calls = calls;
		this.style = style;
		this.sender = sender;
		this.endings = endings;
		this.flow = flow;
		this.shortestNanos = settings.heartbeat().intervalNanos();
	}

	/**
	 * What was sent there waits for its next attempt.
	 * @param lost the lane, or {@code null} for all
	 * @return what cannot, because a part of its reply was there
	 */
	List<OpenCall> park(@Nullable ClientLane lost) {
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

	/** An attempt's time is over. */
	void onTimeout(OpenCall call, long now) {
		if (call.hasBegun()) {
			this.flow.silent(call, now);
			return;
		}
		ClientLane carrier = call.lane;
		ClientEndpoint last = (carrier != null && call.place != OpenCall.Place.WAITING) ? carrier.endpoint : null;
		boolean silent = last != null && last.isSilentSince(call.sentNanos);
		this.style.attemptOver(call, now);
		if (last != null && silent && call.place == OpenCall.Place.SENT) {
			onSilence(last, call, now);
		}
		if (call.isLastAttempt()) {
			this.endings.giveUp(call, call.exhausted(this.lanes.tried(call), now), now);
			return;
		}
		this.calls.move(call, OpenCall.Place.WAITING);
		this.calls.nextAttempt(call, now);
		if (last != null && !silent) {
			this.sender.sendPreferably(call, last, now);
		}
		else {
			this.sender.sendAnywhere(call, last, now);
		}
	}

	/** An attempt has ended on which nothing was heard. */
	private void onSilence(ClientEndpoint endpoint, OpenCall noticedBy, long now) {
		if (endpoint.silentNanos(now) < this.shortestNanos) {
			return;
		}
		if (!endpoint.suspect) {
			endpoint.suspect = true;
			// the call that noticed it must not be the one that tries again
			endpoint.probeNanos = now + this.shortestNanos;
			probe(endpoint, now);
		}
		if (this.lanes.hasBetter(endpoint)) {
			moveAll(endpoint, noticedBy, now);
		}
	}

	/**
	 * What must not be repeated stays, and what has no attempt left: it may be answered
	 * yet.
	 */
	private void moveAll(ClientEndpoint endpoint, @Nullable OpenCall noticedBy, long now) {
		for (OpenCall call : this.calls.all()) {
			boolean moves = call != noticedBy && call.place == OpenCall.Place.SENT && call.isAt(endpoint)
					&& !call.hasBegun() && !call.isLastAttempt();
			if (moves && this.lanes.hasBetter(endpoint)) {
				this.style.attemptOver(call, now);
				this.calls.move(call, OpenCall.Place.WAITING);
				this.calls.nextAttempt(call, now);
				this.sender.sendAnywhere(call, endpoint, now);
			}
		}
	}

	/** Something came from there, whatever it was. */
	void onHeard(ClientEndpoint endpoint, long now) {
		if (endpoint.suspect) {
			endpoint.suspect = false;
			if (!this.settings.pings()) {
				this.deadlines.clear(endpoint.probe);
			}
			this.sender.sendUnsent(now);
		}
	}

	/**
	 * Asks a suspect that understands it whether it is back, again and again; in
	 * Freelance everybody, all the time.
	 */
	void probe(ClientEndpoint endpoint, long now) {
		if (!endpoint.suspect && !this.settings.pings()) {
			return;
		}
		if (this.settings.pings()) {
			judge(endpoint, now);
		}
		Frames question = this.style.probe(endpoint);
		if (question == null) {
			return;
		}
		ClientLane lane = endpoint.connected();
		if (lane != null) {
			this.actions.send(lane.number, question);
		}
		this.deadlines.set(endpoint.probe, now + (this.settings.pings() ? this.shortestNanos : PROBE_NANOS));
	}

	/** A server that answered no ping for long enough is left by all at once. */
	private void judge(ClientEndpoint endpoint, long now) {
		if (!endpoint.suspect && endpoint.isSilentSince(now - this.settings.heartbeat().allowanceNanos())) {
			endpoint.suspect = true;
			if (this.lanes.hasBetter(endpoint)) {
				moveAll(endpoint, null, now);
			}
		}
	}

}
