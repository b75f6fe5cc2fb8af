package io.pirate.machine;

import io.pirate.wire.ServiceName;

/**
 * A worker that was silent too long.
 *
 * @param name what it called itself
 * @param service what it served
 * @param nanos when it was given up
 * @param redelivered requests taken out of its hands
 */
record Obituary(String name, ServiceName service, long nanos, int redelivered) {
}
