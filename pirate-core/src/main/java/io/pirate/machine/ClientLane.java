package io.pirate.machine;

import org.jspecify.annotations.Nullable;

/** A socket to one endpoint, as the client's machine sees it. */
final class ClientLane {

	final int number;

	final ClientEndpoint endpoint;

	final long openedNanos;

	boolean connected;

	/** Replaced: carries nothing new, but is read until its last open call ends. */
	boolean retired;

	/** A queue of ours is at the other end, which takes requests in one frame. */
	boolean compact;

	/** Open calls that it carried. */
	int holders;

	/** Exclusive lanes only: the one call that waits for its answer. */
	@Nullable OpenCall occupant;

	/** The call whose parts were refused last; none has this number. */
	private long stopped;

	private boolean heard;

	private long heardNanos;

	ClientLane(int number, ClientEndpoint endpoint, long now) {
		this.number = number;
		this.endpoint = endpoint;
		this.openedNanos = now;
	}

	void heard(long now) {
		this.heard = true;
		this.heardNanos = now;
		this.endpoint.heard(now);
	}

	/**
	 * Whether the sender of a part that nobody wants has to be told. It was told already
	 * if it goes on after the last one; who begins is another one.
	 */
	boolean mustStop(long call, int part) {
		boolean news = call != this.stopped || part == 0;
		this.stopped = call;
		return news;
	}

	/** The sender of that call's parts has been told to stop. */
	void wasStopped(long call) {
		this.stopped = call;
	}

	/** Whether nothing at all came from it after that instant. */
	boolean isSilentSince(long nanos) {
		return !this.heard || this.heardNanos - nanos <= 0;
	}

	boolean isReady() {
		return this.connected && this.occupant == null;
	}

}
