package io.pirate.autoconfigure;

import java.time.Duration;

import io.pirate.wire.StarRole;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A pair of queues, below {@code pirate.binary-star}.
 *
 * @param enabled Whether the embedded queue is one of a pair of which only one serves.
 * Clients and workers list both.
 * @param role Which of the two it is.
 * @param arbiter Who decides which of the two serves.
 * @param bind Address at which the other queue hears of this one; needed with
 * arbiter=peer.
 * @param peer The other queue's bind; needed with arbiter=peer.
 * @param heartbeatInterval Interval at which the two tell each other their state.
 * @param liveness Silent intervals after which the other queue counts as dead.
 * @param failbackAfter How long a primary that came back has to have heard a healthy
 * backup until it takes over by itself. Unset leaves that to the operator.
 * @param peerPublicKey With CURVE: the other queue's public key. Unset means that both
 * queues have the same keys.
 * @param lockKey Name of the lock, with arbiter=lock-registry.
 * @param lockTtl How long the registry keeps the lock of somebody who is not heard any
 * more, with arbiter=lock-registry.
 */
public record BinaryStarProperties(@DefaultValue("false") boolean enabled, @DefaultValue("primary") StarRole role,
		@DefaultValue("peer") Arbiter arbiter, @Nullable String bind, @Nullable String peer,
		@DefaultValue("1s") Duration heartbeatInterval, @DefaultValue("3") int liveness,
		@Nullable Duration failbackAfter, @Nullable String peerPublicKey, @DefaultValue("pirate-queue") String lockKey,
		@DefaultValue("10s") Duration lockTtl) {

	/** Who decides which queue of a pair serves. */
	public enum Arbiter {

		/** The two watch each other, and cannot tell a dead peer from a cut link. */
		PEER,

		/** Who holds a lock in a lock registry of Spring Integration. */
		LOCK_REGISTRY

	}

}
