package io.pirate.machine;

import io.pirate.wire.Request;

/**
 * A request in a worker's hands, as its handler sees it.
 *
 * @param id the worker machine's number for it
 * @param request the content
 * @param attempt which sending of the call this is, from 1; 0 if nobody says
 * @param budgetNanos nanoseconds left until the caller gives up, or -1 if nobody says
 */
public record Job(long id, Request request, int attempt, long budgetNanos) {
}
