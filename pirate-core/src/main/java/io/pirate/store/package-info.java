/**
 * What survives: stored requests, by JDBC, and the one thread that writes them.
 * <p>
 * {@link io.pirate.store.TitanicEngine} runs a {@link io.pirate.machine.TitanicMachine}
 * on a {@link io.pirate.store.StoreThread}: everything that came in meanwhile is written
 * in one {@link io.pirate.store.StoreTransaction}, made durable by one commit, and only
 * then answered. {@link io.pirate.store.TitanicStore} is the seam to the disk; behind it
 * are SQLite, for one process, and PostgreSQL, for several. Reading has a thread and a
 * connection of its own, and waits for no commit.
 */
@NullMarked
package io.pirate.store;

import org.jspecify.annotations.NullMarked;
