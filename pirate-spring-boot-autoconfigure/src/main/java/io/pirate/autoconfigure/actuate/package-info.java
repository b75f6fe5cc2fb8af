/**
 * What actuator shows: health, metrics and the {@code pirate} endpoint, all of it from
 * snapshots that the queue, workers and clients make on their own threads. No identities,
 * keys or payloads.
 */
@NullMarked
package io.pirate.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
