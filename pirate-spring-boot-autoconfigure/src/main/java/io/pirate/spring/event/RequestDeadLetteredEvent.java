package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * The embedded queue gave a request up after too many deliveries.
 *
 * @param service whom it was for
 * @param deliveries how often it had been handed out
 */
public record RequestDeadLetteredEvent(ServiceName service, int deliveries) implements PirateEvent {
}
