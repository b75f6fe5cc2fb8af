/**
 * What is decided: events in, actions out, time and chance as arguments.
 * <p>
 * A machine has one public method for each event, takes {@code now} in nanoseconds of a
 * monotonic clock, and tells a small interface of actions what to do. It reads no clock,
 * no random numbers, no socket and no logger, and is used by one thread at a time. After
 * every event its owner asks {@code nextDeadline()} and calls {@code tick(now)} no later
 * than then. Deadlines may overflow: compare by difference, never by order.
 */
@NullMarked
package io.pirate.machine;

import org.jspecify.annotations.NullMarked;
