package io.pirate.machine;

import io.pirate.wire.ServiceName;

/**
 * A request that was handed out too often.
 *
 * @param service whom it was for
 * @param deliveries how often it was handed out
 * @param bytes size of its body
 * @param nanos when it was given up
 * @param lastWorker who had it last
 */
record GivenUp(ServiceName service, int deliveries, long bytes, long nanos, String lastWorker) {
}
