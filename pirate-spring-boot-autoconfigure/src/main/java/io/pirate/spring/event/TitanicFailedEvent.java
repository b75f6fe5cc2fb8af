package io.pirate.spring.event;

/**
 * The store of this application's Titanic failed: nothing is accepted until it recovers.
 *
 * @param reason why
 */
public record TitanicFailedEvent(String reason) implements PirateEvent {
}
