package io.pirate.spring.event;

/**
 * A client of this application cannot reach an endpoint any more.
 *
 * @param endpoint its address
 */
public record EndpointLostEvent(String endpoint) implements PirateEvent {
}
