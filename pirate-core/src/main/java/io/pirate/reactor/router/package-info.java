/**
 * Our own {@code zmq.socket.reqrep.Router}, which finds its peers in constant time,
 * however many there are, and makes no object for a message but the one that names its
 * sender. {@code docs/jeromq-wakeup.md} tells why.
 */
@NullMarked
package io.pirate.reactor.router;

import org.jspecify.annotations.NullMarked;
