package io.pirate;

import java.util.List;

import io.pirate.machine.Peer;

/**
 * Somebody who may connect, and what it may do then.
 *
 * @param name what it is called in health, metrics and logs: 1 to 64 letters, digits,
 * dots, underscores or hyphens
 * @param publicKeys its keys, 40 characters of Z85 each: one, or two while it changes its
 * key; {@link #ANY_KEY} alone stands for everybody whose key is in no other entry
 * @param call patterns of the services it may call, see {@link Peer}
 * @param serve patterns of the services it may serve
 */
public record AcceptedPeer(String name, List<String> publicKeys, List<String> call, List<String> serve) {

	/** Stands for every key that nobody else has. */
	public static final String ANY_KEY = "*";

	public AcceptedPeer {
		publicKeys = List.copyOf(publicKeys);
		call = List.copyOf(call);
		serve = List.copyOf(serve);
		if (publicKeys.isEmpty()) {
			throw new IllegalArgumentException("the peer '" + name + "' has no public key");
		}
		if (!isAnybody(publicKeys)) {
			publicKeys.forEach(CurveKeyPair::requirePublic);
		}
		Peer.named(name, call, serve);
	}

	/** Whether it stands for everybody else. */
	boolean isAnybody() {
		return isAnybody(this.publicKeys);
	}

	Peer toPeer() {
		return Peer.named(this.name, this.call, this.serve);
	}

	/** The name only: keys are for configuration, not for logs. */
	@Override
	public String toString() {
		return "AcceptedPeer[" + this.name + "]";
	}

	private static boolean isAnybody(List<String> keys) {
		return keys.equals(List.of(ANY_KEY));
	}

}
