package io.pirate.reactor;

import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Identities of a ROUTER's peers, made once. JeroMQ gives the same array with every
 * message of a connection, so the array itself tells the peer: no hash, no comparison, no
 * object for each message. Bounded; whoever does not fit is made anew.
 */
final class KnownPeers {

	private static final int PLACES = 1024;

	private final @Nullable Identity[] places = new Identity[PLACES];

	/** The peer of an array that JeroMQ never changes. */
	Identity of(byte[] bytes) {
		int place = System.identityHashCode(bytes) & (PLACES - 1);
		Identity known = this.places[place];
		if (known == null || known.bytes() != bytes) {
			known = Identity.of(bytes);
			this.places[place] = known;
		}
		return known;
	}

}
