package io.pirate.machine;

import java.util.Locale;

/** Why a message was dropped; the {@code reason} tag of {@code pirate.queue.dropped}. */
public enum Drop {

	/** Not what its place demands. */
	MALFORMED,

	/** A Majordomo command out of place; whoever sent it was disconnected. */
	UNEXPECTED,
	/** A worker's command on the front end, or a request on the back end. */
	MISPLACED,

	/** A reply of somebody who is not registered. */
	UNKNOWN_WORKER,

	/** A worker that may not serve what it wants to; it was disconnected. */
	DENIED,

	/** It does not bear the mark of a peer that has proved who it is. */
	UNAUTHENTICATED,

	/** A connection that was closed at once: too many are open, or come at a time. */
	TOO_MANY_CONNECTIONS,

	/** A READY beyond the limit of workers. */
	TOO_MANY_WORKERS,

	/** A reply for a lease its sender does not hold: late, repeated or forged. */
	UNKNOWN_LEASE,

	/** A request that was rejected, from a client without a call frame. */
	REJECTED,

	/** A request that waited too long, from a client without a call frame. */
	EXPIRED,

	/** A reply whose client is gone. */
	CLIENT_GONE,

	/** A reply whose client does not read. */
	CLIENT_FULL,

	/** Too many parts or bytes. */
	TOO_LARGE;

	private final String tag = name().toLowerCase(Locale.ROOT).replace('_', '-');

	public String tag() {
		return this.tag;
	}

}
