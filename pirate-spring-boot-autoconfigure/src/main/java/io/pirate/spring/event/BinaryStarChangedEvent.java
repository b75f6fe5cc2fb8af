package io.pirate.spring.event;

import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;

/**
 * The embedded queue is another one of its pair now, or serves in another epoch.
 *
 * @param role what it was configured to be
 * @param state what it does now
 * @param epoch the one it serves in, or the highest it knows of
 * @param reason what led to it
 */
public record BinaryStarChangedEvent(StarRole role, StarState state, long epoch, String reason) implements PirateEvent {
}
