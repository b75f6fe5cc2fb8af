/**
 * One thread, some sockets: the only place that knows JeroMQ.
 * <p>
 * A {@link io.pirate.reactor.Loop} takes turns: drain each readable socket up to a batch,
 * run what other threads handed over, tick the machines, sleep until the earliest
 * deadline. A {@link io.pirate.reactor.Reactor} is a loop with a thread. A
 * {@link io.pirate.reactor.Node} is a machine with its sockets and has no decisions of
 * its own. {@code SocketFactory} is the one place that sets socket options.
 * {@code signaler} replaces what wakes and runs JeroMQ's threads, {@code router} its
 * ROUTER.
 */
@NullMarked
package io.pirate.reactor;

import org.jspecify.annotations.NullMarked;
