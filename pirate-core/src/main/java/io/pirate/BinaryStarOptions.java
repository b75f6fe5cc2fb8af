package io.pirate;

import java.time.Duration;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.StarSettings;
import io.pirate.wire.StarRole;
import org.jspecify.annotations.Nullable;

/**
 * How a queue is one of a pair of which only one serves. Clients and workers list both
 * queues as their endpoints.
 *
 * @param role what this queue is; the other one must be the other
 * @param bind where the other queue connects, such as {@code tcp://127.0.0.1:5557};
 * {@code null} if an arbiter decides who serves
 * @param peer where the other queue is bound; {@code null} if an arbiter decides
 * @param heartbeat how often the two tell each other their state, and how much silence is
 * death; it should allow no more silence than workers and clients do
 * @param failbackAfter a primary takes over from a healthy backup once it has heard it
 * for so long, at least 1 ms; {@code null} leaves that to {@link PirateQueue#takeOver()}
 * @param peerKey with CURVE: the other queue's public key, 40 characters of Z85;
 * {@code null} if both queues have the same keys
 */
public record BinaryStarOptions(StarRole role, @Nullable String bind, @Nullable String peer, HeartbeatPolicy heartbeat,
		@Nullable Duration failbackAfter, @Nullable String peerKey) {

	public BinaryStarOptions {
		if ((bind == null) != (peer == null)) {
			throw new IllegalArgumentException("bind and peer of a pair are needed both, or none");
		}
		if (bind != null && bind.equals(peer)) {
			throw new IllegalArgumentException("bind and peer of a pair must not be the same: " + bind);
		}
		if (peerKey != null) {
			CurveKeyPair.requirePublic(peerKey);
		}
		new StarSettings(role, heartbeat, failbackAfter);
	}

	/**
	 * Options of a pair of which both have the same keys, or none.
	 * @param role what this queue is
	 * @param bind where the other queue connects, or {@code null}
	 * @param peer where the other queue is bound, or {@code null}
	 * @param heartbeat how often the two tell each other their state
	 * @param failbackAfter when a primary takes over from a healthy backup, or
	 * {@code null}
	 */
	public BinaryStarOptions(StarRole role, @Nullable String bind, @Nullable String peer, HeartbeatPolicy heartbeat,
			@Nullable Duration failbackAfter) {
		this(role, bind, peer, heartbeat, failbackAfter, null);
	}

	/**
	 * A queue that watches the other one, and takes over when that is silent for three
	 * seconds.
	 * @param role what this queue is
	 * @param bind where the other queue connects
	 * @param peer where the other queue is bound
	 * @return the options
	 */
	public static BinaryStarOptions of(StarRole role, String bind, String peer) {
		return new BinaryStarOptions(role, bind, peer, HeartbeatPolicy.DEFAULT, null);
	}

	/**
	 * A queue that serves while it is told so by {@link PirateQueue#grant}.
	 * @param role what this queue is; its epochs are even or odd by that
	 * @return the options
	 */
	public static BinaryStarOptions arbitrated(StarRole role) {
		return new BinaryStarOptions(role, null, null, HeartbeatPolicy.DEFAULT, null);
	}

	public BinaryStarOptions with(HeartbeatPolicy newHeartbeat) {
		return new BinaryStarOptions(this.role, this.bind, this.peer, newHeartbeat, this.failbackAfter, this.peerKey);
	}

	/**
	 * The same with automatic failback.
	 * @param newFailbackAfter how long the backup must have been heard; {@code null} for
	 * none
	 * @return the options
	 */
	public BinaryStarOptions withFailbackAfter(@Nullable Duration newFailbackAfter) {
		return new BinaryStarOptions(this.role, this.bind, this.peer, this.heartbeat, newFailbackAfter, this.peerKey);
	}

	/**
	 * The same where the other queue has other keys.
	 * @param newPeerKey its public key; {@code null} if both have the same
	 * @return the options
	 */
	public BinaryStarOptions withPeerKey(@Nullable String newPeerKey) {
		return new BinaryStarOptions(this.role, this.bind, this.peer, this.heartbeat, this.failbackAfter, newPeerKey);
	}

	StarSettings settings() {
		return new StarSettings(this.role, this.heartbeat, this.failbackAfter);
	}

}
