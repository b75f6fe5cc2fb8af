package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A handler ran longer than it may; its request was handed back.
 *
 * @param service what its worker serves
 */
public record HandlerTimedOutEvent(ServiceName service) implements PirateEvent {
}
