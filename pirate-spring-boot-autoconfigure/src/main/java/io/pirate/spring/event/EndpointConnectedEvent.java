package io.pirate.spring.event;

/**
 * A client of this application reached an endpoint.
 *
 * @param endpoint its address
 */
public record EndpointConnectedEvent(String endpoint) implements PirateEvent {
}
