package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * A worker left the embedded queue by itself, or its connection ended.
 *
 * @param worker its name
 * @param service what it served
 * @param redelivered requests taken out of its hands
 */
public record WorkerLeftEvent(String worker, ServiceName service, int redelivered) implements PirateEvent {
}
