/**
 * What a user might take instead: RabbitMQ, NATS, gRPC. Compiled with the profile
 * {@code peers} only, so that their libraries are nobody else's business.
 */
@NullMarked
package io.pirate.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
