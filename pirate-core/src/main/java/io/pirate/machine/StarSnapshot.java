package io.pirate.machine;

import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.jspecify.annotations.Nullable;

/**
 * The state of one queue of a pair at one instant, immutable.
 *
 * @param role what it was configured to be
 * @param state what it does
 * @param serving whether requests are handed out; an active queue that slept too long
 * does not serve until it knows that the other one did not take over
 * @param epoch the one it serves in, or the highest it knows of; 0 if none
 * @param peer the last state the other one told, or {@code null} if it was never heard or
 * an arbiter decides
 * @param peerHeardMs milliseconds since then, or -1
 * @param takeovers how often this queue became active
 * @param problem what is set up wrongly, or {@code null}
 */
public record StarSnapshot(StarRole role, StarState state, boolean serving, long epoch, @Nullable StarState peer,
		long peerHeardMs, long takeovers, @Nullable String problem) {
}
