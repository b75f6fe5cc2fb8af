package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A worker of this application is registered with a queue.
 *
 * @param service what the worker serves
 * @param endpoint the queue's address
 */
public record QueueJoinedEvent(ServiceName service, String endpoint) implements PirateEvent {
}
