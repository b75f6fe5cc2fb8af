package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/** A call while it is open: which attempt it is at, and where that one is. */
final class OpenCall {

	/** Where the current attempt is. */
	enum Place {

		/** Not sent: goes to any endpoint that is ready. */
		WAITING,

		/** Sent on its lane, not answered. */
		SENT,

		/** Its connection ended: sent again there, or elsewhere as a new attempt. */
		PARKED,

		/** Its connection ended, and it must not be sent again. */
		GONE

	}

	final Call call;

	final long number;

	final long begunNanos;

	final Deadline deadline;

	int attempt = 1;

	Place place = Place.WAITING;

	long sentNanos;

	/** One bit for each endpoint that it was sent to. */
	long tried;

	/** One bit for each endpoint that the current attempt was sent to. */
	long asked;

	/** Those of them that have refused it. */
	long refused;

	/** Somebody may be running it. */
	boolean handedOut;

	/** Its caller wants it back, so it is not sent again. */
	boolean recalled;

	/** The last word on it, if that was "not here, not now". */
	@Nullable Reply rejection;

	/** What carried it last. */
	@Nullable ClientLane lane;

	/** What carried it is lost, and so it is not sent again before {@link #heldUntil}. */
	private boolean held;

	private long heldUntil;

	/** Its parts: from the start if they are wanted, else from the first that came. */
	@Nullable PartialReply parts;

	/** What carried earlier attempts, and may still bring an answer. */
	private @Nullable List<ClientLane> earlier;

	OpenCall(Call call, long number, long now, Deadline deadline) {
		this.call = call;
		this.number = number;
		this.begunNanos = now;
		this.deadline = deadline;
		this.parts = call.wantsParts() ? new PartialReply(true) : null;
	}

	PartialReply partialReply() {
		PartialReply known = this.parts;
		if (known == null) {
			known = new PartialReply(false);
			this.parts = known;
		}
		return known;
	}

	/** Whether a part of its reply came. */
	boolean hasBegun() {
		return this.parts != null && this.parts.hasBegun();
	}

	/** Who has it may be running it until then, at the place that was lost. */
	void hold(long until) {
		this.held = true;
		this.heldUntil = until;
	}

	void release() {
		this.held = false;
	}

	boolean isHeld(long now) {
		return this.held && now - this.heldUntil < 0;
	}

	long heldUntil() {
		return this.heldUntil;
	}

	/** Whether its last attempt is, or was, there. */
	boolean isAt(ClientEndpoint endpoint) {
		return this.lane != null && this.lane.endpoint == endpoint;
	}

	boolean isSentOn(ClientLane candidate) {
		return this.place == Place.SENT && this.lane == candidate;
	}

	boolean wasSentTo(ClientEndpoint endpoint) {
		return (this.tried & endpoint.bit()) != 0;
	}

	boolean isLastAttempt() {
		return this.recalled || this.attempt >= this.call.policy().attempts();
	}

	/**
	 * What the caller is still willing to wait, all later attempts included.
	 * @return milliseconds, at least 1
	 */
	int budgetMillis(long now) {
		long later = (long) (this.call.policy().attempts() - this.attempt)
				* Math.min(Integer.MAX_VALUE, this.call.policy().timeout().toMillis());
		long here = Math.max(1, (this.deadline.nanos - now) / 1_000_000);
		return (int) Math.min(Integer.MAX_VALUE, later + Math.min(Integer.MAX_VALUE, here));
	}

	/** How it ends after the last attempt. */
	Outcome exhausted(List<String> endpoints, long now) {
		if (this.rejection != null) {
			return new Outcome.Replied(this.rejection);
		}
		long elapsedNanos = now - this.begunNanos;
		if (this.call.policy().atMostOnce() && this.handedOut) {
			String reason = (this.place == Place.GONE) ? "its connection ended before an answer came"
					: "no answer within " + this.call.policy().timeout().toMillis() + " ms";
			return new Outcome.Unknown(elapsedNanos, endpoints, reason);
		}
		return new Outcome.NoReply(this.attempt, elapsedNanos, endpoints);
	}

	/** Carried by this lane from now on; the lane stays open until the call ends. */
	void carriedBy(ClientLane next) {
		if (this.lane == next) {
			return;
		}
		boolean known = this.earlier != null && this.earlier.remove(next);
		if (this.lane != null) {
			this.earlier = (this.earlier != null) ? this.earlier : new ArrayList<>(2);
			this.earlier.add(this.lane);
		}
		this.lane = next;
		next.holders += known ? 0 : 1;
	}

	/** All lanes that carried it. */
	List<ClientLane> carriers() {
		List<ClientLane> all = new ArrayList<>((this.earlier != null) ? this.earlier : List.of());
		if (this.lane != null) {
			all.add(this.lane);
		}
		return all;
	}

}
