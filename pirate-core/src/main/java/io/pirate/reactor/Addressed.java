package io.pirate.reactor;

import io.pirate.machine.Peer;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;

/**
 * What a ROUTER received: a message, or the news that a peer's connection has ended.
 *
 * @param identity the connection it came by
 * @param peer who is at its other end
 * @param frames what was sent; empty if {@code ended}
 * @param ended whether this is the end of the peer's connection: told by our own socket,
 * never by the peer
 */
public record Addressed(Identity identity, Peer peer, Frames frames, boolean ended) {

	static Addressed message(Identity identity, Peer peer, Frames frames) {
		return new Addressed(identity, peer, frames, false);
	}

	static Addressed end(Identity identity) {
		return new Addressed(identity, Peer.NOBODY, Frames.NONE, true);
	}

}
