package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A worker was silent too long for the embedded queue.
 *
 * @param worker its name
 * @param service what it served
 * @param redelivered requests taken out of its hands
 */
public record WorkerExpiredEvent(String worker, ServiceName service, int redelivered) implements PirateEvent {
}
