package io.pirate.simulation;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A message that a queue could not send.
 *
 * @param peer to whom
 * @param toWorker whether that is a worker
 * @param lease the addresses of what was a request for a worker
 */
record Unsent(Identity peer, boolean toWorker, @Nullable Frames lease) {
}
