package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A peer asked the embedded queue for what it has no right to call; told at most once a
 * minute for each peer and service.
 *
 * @param peer its configured name; in parentheses if it has none
 * @param service what it asked for
 */
public record CallDeniedEvent(String peer, ServiceName service) implements PirateEvent {
}
