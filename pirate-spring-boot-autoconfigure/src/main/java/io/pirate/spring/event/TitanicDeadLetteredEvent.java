package io.pirate.spring.event;

import io.pirate.wire.ServiceName;

/**
 * Titanic gave a stored request up after too many leases that ended without a reply.
 *
 * @param service whom it was for
 * @param deliveries how often it had been given out in vain
 */
public record TitanicDeadLetteredEvent(ServiceName service, int deliveries) implements PirateEvent {
}
