package io.pirate.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.pirate.AcceptedPeer;
import io.pirate.CurveKeyPair;
import io.pirate.PeerList;
import io.pirate.autoconfigure.SecurityProperties.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say about peers, judged.
 *
 * @param prefix of the properties, {@code pirate.security.peers}
 */
record PeersMapper(String prefix) {

	private static final List<String> EVERYTHING = List.of("*");

	static final String PREFIX = "pirate.security.peers";

	/** All of them, none with the name or a key of another. */
	List<AcceptedPeer> peers(@Nullable List<Peer> stated) {
		List<AcceptedPeer> peers = new ArrayList<>();
		if (stated != null) {
			for (int i = 0; i < stated.size(); i++) {
				peers.add(peer(new PropertyCheck(this.prefix + "[" + i + "]"), stated.get(i)));
			}
		}
		return peers;
	}

	/** Fails if two are not to be told apart. */
	void requireDistinct(List<AcceptedPeer> peers) {
		try {
			new PeerList(peers);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPiratePropertyException(this.prefix, peers.size() + " peers",
					String.valueOf(ex.getMessage()),
					"Give each peer a name and keys of its own; one peer may have two keys.");
		}
	}

	private static AcceptedPeer peer(PropertyCheck check, Peer peer) {
		String name = peer.name();
		if (name == null) {
			throw check.wrong("name", "(not set)", "is needed: it stands for the key in health, metrics and logs",
					"Set it to a short name.");
		}
		List<String> keys = (peer.publicKey() != null) ? peer.publicKey() : List.of();
		if (keys.isEmpty()) {
			throw check.wrong("public-key", "(not set)", "is needed: without it nobody knows '" + name + "'",
					"Set it to the peer's public key, or to * for everybody whose key is in no other entry.");
		}
		try {
			if (!keys.equals(List.of(AcceptedPeer.ANY_KEY))) {
				keys.forEach(CurveKeyPair::requirePublic);
			}
		}
		catch (IllegalArgumentException ex) {
			throw check.wrong("public-key", "(not shown)", "is no key: " + ex.getMessage(),
					"Copy all 40 characters of the peer's public key, in double quotes where it is YAML.");
		}
		try {
			return new AcceptedPeer(name, keys, (peer.call() != null) ? peer.call() : EVERYTHING,
					(peer.serve() != null) ? peer.serve() : List.of());
		}
		catch (IllegalArgumentException ex) {
			throw check.wrong("name", name, "or its patterns cannot be used: " + ex.getMessage(),
					"Patterns are names of services, in which * stands for any characters; (anonymous) is the "
							+ "service without a name.");
		}
	}

}
