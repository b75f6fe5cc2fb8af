package io.pirate.reactor;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;

/**
 * What a ROUTER received: a message, or the news that a peer's connection has ended.
 *
 * @param peer who sent it
 * @param frames what was sent; empty if {@code ended}
 * @param ended whether this is the end of the peer's connection: told by our own socket,
 * never by the peer
 */
public record Addressed(Identity peer, Frames frames, boolean ended) {

	static Addressed message(Identity peer, Frames frames) {
		return new Addressed(peer, frames, false);
	}

	static Addressed end(Identity peer) {
		return new Addressed(peer, Frames.NONE, true);
	}

}
