package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/** A queue or server that a client may ask, and the lanes to it. */
final class ClientEndpoint {

	/** Its bit among the places where a call was sent. */
	final int slot;

	final String address;

	/** Who counts, as this endpoint sees it; a secret that replies have to know. */
	final long origin;

	/** When an endpoint that refuses, or whose lane was closed, is tried again. */
	final Deadline wake;

	/** When an endpoint that is suspect, or has to prove that it lives, is asked. */
	final Deadline probe;

	/** When those that it has got leave it, because it is suspect. */
	final Deadline leave;

	/** Those that may carry something new. */
	final List<ClientLane> lanes = new ArrayList<>();

	int connectedLanes;

	int retiredLanes;

	/** Attempts sent there and not answered. */
	int outstanding;

	/** It said that it is shutting down or passive. */
	boolean refusing;

	/** It takes requests and says nothing: others come first until it is heard. */
	boolean suspect;

	/** It is not wanted any more: it may answer what it has. */
	boolean leaving;

	/** When a call may find out whether a suspect has come back. */
	long probeNanos;

	/** A reply said that it comes from a queue of ours. */
	private boolean ours;

	/** A reply did not say that. */
	private boolean plain;

	private boolean heard;

	private long heardNanos;

	/** Something was sent there since it was heard last. */
	private boolean awaited;

	private long awaitedNanos;

	ClientEndpoint(int slot, String address, long origin, BiConsumer<ClientEndpoint, Long> onWake,
			BiConsumer<ClientEndpoint, Long> onProbe, BiConsumer<ClientEndpoint, Long> onLeave) {
		this.slot = slot;
		this.address = address;
		this.origin = origin;
		this.wake = new Deadline((now) -> onWake.accept(this, now));
		this.probe = new Deadline((now) -> onProbe.accept(this, now));
		this.leave = new Deadline((now) -> onLeave.accept(this, now));
	}

	long bit() {
		return 1L << this.slot;
	}

	void heard(long now) {
		this.heard = true;
		this.heardNanos = now;
		this.awaited = false;
	}

	/** Something was sent there. */
	void await(long now) {
		if (!this.awaited) {
			this.awaited = true;
			this.awaitedNanos = now;
		}
	}

	/** How long it has left everything unanswered. */
	long silentNanos(long now) {
		return this.awaited ? now - this.awaitedNanos : 0;
	}

	/** Somebody answered there. */
	void recognised(boolean queueOfOurs) {
		this.ours |= queueOfOurs;
		this.plain |= !queueOfOurs;
	}

	/** Who comes back may be somebody else. */
	void forget() {
		this.ours = false;
		this.plain = false;
		this.awaited = false;
	}

	boolean isOurs() {
		return this.ours;
	}

	/**
	 * Whether it does not know our messages about parts: it would take them for requests.
	 */
	boolean isForeign() {
		return this.plain && !this.ours;
	}

	/** Whether nothing at all came from it after that instant. */
	boolean isSilentSince(long nanos) {
		return !this.heard || this.heardNanos - nanos <= 0;
	}

	/** A connected lane that is here to stay, or {@code null}. */
	@Nullable ClientLane connected() {
		for (int i = 0; i < this.lanes.size(); i++) {
			if (this.lanes.get(i).connected) {
				return this.lanes.get(i);
			}
		}
		return null;
	}

	/** A lane that can take a call now, or {@code null}. */
	@Nullable ClientLane ready() {
		if (this.refusing || this.leaving) {
			return null;
		}
		for (int i = 0; i < this.lanes.size(); i++) {
			if (this.lanes.get(i).isReady()) {
				return this.lanes.get(i);
			}
		}
		return null;
	}

	/** Whether no call is on any of its lanes, or may still be answered there. */
	boolean isIdle() {
		for (ClientLane lane : this.lanes) {
			if (lane.holders > 0 || lane.occupant != null) {
				return false;
			}
		}
		return this.retiredLanes == 0 && this.outstanding == 0;
	}

}
