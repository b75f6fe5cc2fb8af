package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A worker registered with the embedded queue.
 *
 * @param worker its name
 * @param service what it serves
 */
public record WorkerJoinedEvent(String worker, ServiceName service) implements PirateEvent {
}
