package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A worker of this application lost its queue.
 *
 * @param service what the worker serves
 * @param endpoint the queue's address
 * @param reason what happened
 */
public record QueueLostEvent(ServiceName service, String endpoint, String reason) implements PirateEvent {
}
