package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/** A queue or server that a client may ask, and the lanes to it. */
final class ClientEndpoint {

	final int index;

	final String address;

	/** Who counts, as this endpoint sees it; a secret that replies have to know. */
	final long origin;

	/** When an endpoint that refuses, or whose lane was closed, is tried again. */
	final Deadline wake;

	/** Those that may carry something new. */
	final List<ClientLane> lanes = new ArrayList<>();

	int connectedLanes;

	int retiredLanes;

	/** Attempts sent there and not answered. */
	int outstanding;

	/** It said that it is shutting down or passive. */
	boolean refusing;

	/** A reply said that it comes from a queue of ours. */
	private boolean ours;

	/** A reply did not say that. */
	private boolean plain;

	private boolean heard;

	private long heardNanos;

	ClientEndpoint(int index, String address, long origin, BiConsumer<ClientEndpoint, Long> onWake) {
		this.index = index;
		this.address = address;
		this.origin = origin;
		this.wake = new Deadline((now) -> onWake.accept(this, now));
	}

	long bit() {
		return 1L << this.index;
	}

	void heard(long now) {
		this.heard = true;
		this.heardNanos = now;
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
		if (this.refusing) {
			return null;
		}
		for (int i = 0; i < this.lanes.size(); i++) {
			if (this.lanes.get(i).isReady()) {
				return this.lanes.get(i);
			}
		}
		return null;
	}

}
