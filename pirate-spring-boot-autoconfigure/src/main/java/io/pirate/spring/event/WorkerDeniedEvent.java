package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A worker wanted to serve through the embedded queue what its peer has no right to, or
 * has no more; told at most once a minute for each peer, worker and service.
 *
 * @param peer the peer's configured name; in parentheses if it has none
 * @param worker what the worker calls itself
 * @param service what it wanted to serve
 */
public record WorkerDeniedEvent(String peer, String worker, ServiceName service) implements PirateEvent {
}
