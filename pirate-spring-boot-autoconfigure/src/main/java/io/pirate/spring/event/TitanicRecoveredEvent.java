package io.pirate.spring.event;

/** The store of this application's Titanic works again. */
public record TitanicRecoveredEvent() implements PirateEvent {
}
