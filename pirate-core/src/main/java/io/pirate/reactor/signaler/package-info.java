/**
 * Our own {@code zmq.Signaler}, by which JeroMQ's threads wake each other, and how it
 * takes the place of the stock one. {@code docs/jeromq-wakeup.md} tells why.
 */
@NullMarked
package io.pirate.reactor.signaler;

import org.jspecify.annotations.NullMarked;
