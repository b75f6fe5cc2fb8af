/**
 * Our own {@code zmq.Signaler}, by which JeroMQ's threads wake each other, our own
 * {@code zmq.poll.Poller}, which runs its I/O threads, our own reading and writing of
 * frames, and how they take the place of the stock ones. {@code docs/jeromq-wakeup.md}
 * tells why.
 */
@NullMarked
package io.pirate.reactor.signaler;

import org.jspecify.annotations.NullMarked;
