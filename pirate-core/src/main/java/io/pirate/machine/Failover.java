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

	/** Lets go what was held. */
	private final Deadline release = new Deadline(this::release);

	/** How long what was sent to a lost endpoint is not sent elsewhere. */
	private final long delayNanos;

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
		this.delayNanos = settings.failoverDelay().toNanos();
		this.shortestNanos = settings.heartbeat().intervalNanos();
	}

	/**
	 * What was sent there waits for its next attempt.
	 * @param lost the lane, or {@code null} for all
	 * @param now nanoTime
	 * @return what cannot, because a part of its reply was there
	 */
	List<OpenCall> park(@Nullable ClientLane lost, long now) {
		List<OpenCall> broken = new ArrayList<>();
		for (OpenCall call : this.calls.all()) {
			if (call.place != OpenCall.Place.SENT || (lost != null && call.lane != lost)) {
				continue;
			}
			if (call.hasBegun()) {
				broken.add(call);
			}
			else if (call.call.policy().atMostOnce()) {
				this.calls.move(call, OpenCall.Place.GONE);
			}
			else {
				this.calls.move(call, OpenCall.Place.PARKED);
				hold(call, now + this.delayNanos);
			}
		}
		return broken;
	}

	/** It may still run where it was, so it is sent nowhere before that instant. */
	private void hold(OpenCall call, long until) {
		if (this.delayNanos == 0) {
			return;
		}
		call.hold(until);
		if (!this.release.isSet() || until - this.release.nanos < 0) {
			this.deadlines.set(this.release, until);
		}
	}

	private void release(long now) {
		for (OpenCall call : this.calls.all()) {
			if (call.isHeld(now) && (!this.release.isSet() || call.heldUntil() - this.release.nanos < 0)) {
				this.deadlines.set(this.release, call.heldUntil());
			}
		}
		this.sender.sendUnsent(now);
	}

	void close() {
		this.deadlines.clear(this.release);
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
		if (call.isHeld(now)) {
			return;
		}
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
			delayLeaving(endpoint, now);
		}
		if (endpoint.leave.isSet()) {
			hold(noticedBy, endpoint.leave.nanos);
		}
		else if (this.lanes.hasBetter(endpoint)) {
			moveAll(endpoint, noticedBy, now);
		}
	}

	private void delayLeaving(ClientEndpoint endpoint, long now) {
		if (this.delayNanos > 0) {
			this.deadlines.set(endpoint.leave, now + this.delayNanos);
		}
	}

	/** Those that it has got have waited long enough for an endpoint that is suspect. */
	void leave(ClientEndpoint endpoint, long now) {
		if (endpoint.suspect && this.lanes.hasBetter(endpoint)) {
			moveAll(endpoint, null, now);
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
			this.deadlines.clear(endpoint.leave);
			returnHeld(endpoint, now);
			if (!this.settings.pings()) {
				this.deadlines.clear(endpoint.probe);
			}
			this.sender.sendUnsent(now);
		}
	}

	/** It lives, and knows what it was given: a repeat is safest there. */
	private void returnHeld(ClientEndpoint endpoint, long now) {
		if (this.delayNanos == 0 || this.calls.unsent() == 0) {
			return;
		}
		for (OpenCall call : this.calls.all()) {
			if (call.place == OpenCall.Place.WAITING && call.isHeld(now) && call.isAt(endpoint)) {
				call.release();
				this.sender.sendPreferably(call, endpoint, now);
			}
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
			delayLeaving(endpoint, now);
			if (!endpoint.leave.isSet()) {
				leave(endpoint, now);
			}
		}
	}

}
