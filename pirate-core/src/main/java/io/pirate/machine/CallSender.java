package io.pirate.machine;

import java.util.List;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/** Brings calls onto lanes. */
final class CallSender {

	private final ClientLanes lanes;

	private final CallTable calls;

	private final LaneStyle style;

	private final ClientActions actions;

	CallSender(ClientLanes lanes, CallTable calls, LaneStyle style, ClientActions actions) {
		this.lanes = lanes;
		this.calls = calls;
		this.style = style;
		this.actions = actions;
	}

	/** Sends there if that is possible now, else anywhere. */
	void sendPreferably(OpenCall call, ClientEndpoint preferred, long now) {
		ClientLane lane = preferred.ready();
		if (lane != null) {
			send(call, lane, now);
		}
		else {
			sendAnywhere(call, null, now);
		}
	}

	/** Sends what can be sent, the oldest call first. */
	void sendUnsent(long now) {
		if (this.calls.unsent() == 0) {
			return;
		}
		for (OpenCall call : this.calls.all()) {
			if (!this.lanes.anyReady()) {
				break;
			}
			if (call.isHeld(now)) {
				continue;
			}
			if (call.place == OpenCall.Place.WAITING) {
				sendAnywhere(call, null, now);
			}
			else if (call.place == OpenCall.Place.PARKED && call.lane != null) {
				sendParked(call, call.lane.endpoint, now);
			}
		}
		this.style.provide(now);
	}

	/**
	 * What was lost may have run already, so sending it again is an attempt of its own.
	 */
	private void sendParked(OpenCall call, ClientEndpoint home, long now) {
		if (call.isLastAttempt()) {
			this.calls.move(call, OpenCall.Place.GONE);
			takeBack(call);
			return;
		}
		ClientLane same = home.ready();
		if (same != null) {
			this.calls.nextAttempt(call, now);
			send(call, same, now);
		}
		else if (home.connectedLanes == 0) {
			this.calls.nextAttempt(call, now);
			sendAnywhere(call, home, now);
		}
	}

	/** Sends where there is the least to do, or leaves the call for later. */
	void sendAnywhere(OpenCall call, @Nullable ClientEndpoint avoid, long now) {
		ClientLane lane = this.lanes.choose(call, avoid, now);
		if (lane != null) {
			this.lanes.others(call, lane).forEach((other) -> copy(call, other, now));
			if (lane.endpoint.suspect) {
				lane.endpoint.probeNanos = now + call.call.policy().timeout().toNanos();
			}
			send(call, lane, now);
		}
		else {
			this.style.provide(now);
		}
	}

	/**
	 * Sends to somebody who was not asked in this attempt.
	 * @return false if there is nobody
	 */
	boolean sendElsewhere(OpenCall call, long now) {
		ClientLane lane = this.lanes.choose(call, null, now);
		if (lane != null) {
			send(call, lane, now);
		}
		return lane != null;
	}

	/** Lets the sender of its parts go on. */
	void grant(OpenCall call, int credit) {
		ClientLane lane = call.lane;
		if (lane != null && lane.connected) {
			control(call, lane, credit);
		}
	}

	/** What its queue did not hear on the connection that ended. */
	private void takeBack(OpenCall call) {
		if (call.recalled) {
			stop(call);
		}
	}

	/** Tells everybody who may be working for it that no more parts are wanted. */
	void stop(OpenCall call) {
		stopOthers(call, null);
	}

	/** Tells one of them. */
	void stop(OpenCall call, ClientLane lane) {
		if (lane.connected) {
			control(call, lane, 0);
		}
	}

	/** The same, but not to that endpoint. */
	void stopOthers(OpenCall call, @Nullable ClientEndpoint chosen) {
		for (ClientEndpoint endpoint : this.lanes.endpoints()) {
			ClientLane lane = call.wasSentTo(endpoint) ? laneTo(endpoint, call) : null;
			if (lane != null && endpoint != chosen && !endpoint.isForeign()) {
				control(call, lane, 0);
			}
		}
	}

	/** One that is here to stay if possible, else one that carried the call. */
	private static @Nullable ClientLane laneTo(ClientEndpoint endpoint, OpenCall call) {
		ClientLane lane = endpoint.connected();
		for (ClientLane carrier : (lane == null) ? call.carriers() : List.<ClientLane>of()) {
			lane = (carrier.connected && carrier.endpoint == endpoint) ? carrier : lane;
		}
		return lane;
	}

	private void control(OpenCall call, ClientLane lane, int credit) {
		Frames message = this.style.control(call, lane, credit);
		if (message != null) {
			this.actions.send(lane.number, message);
			if (credit == 0) {
				lane.wasStopped(call.number);
			}
		}
	}

	/** Somebody else gets it, too; what it outstands counts for the one chosen only. */
	private void copy(OpenCall call, ClientLane lane, long now) {
		this.style.sent(call, lane);
		transmit(call, lane, now);
	}

	private void send(OpenCall call, ClientLane lane, long now) {
		this.style.sent(call, lane);
		this.calls.move(call, OpenCall.Place.SENT);
		transmit(call, lane, now);
	}

	private void transmit(OpenCall call, ClientLane lane, long now) {
		call.release();
		call.sentNanos = now;
		call.tried |= lane.endpoint.bit();
		call.asked |= lane.endpoint.bit();
		call.refused &= ~lane.endpoint.bit();
		lane.endpoint.await(now);
		call.handedOut = true;
		call.rejection = null;
		this.actions.send(lane.number, this.style.encode(call, lane, now));
	}

}
