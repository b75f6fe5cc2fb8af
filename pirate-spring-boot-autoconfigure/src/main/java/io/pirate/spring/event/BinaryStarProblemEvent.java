package io.pirate.spring.event;

/**
 * The pair of the embedded queue is set up wrongly.
 *
 * @param problem what is wrong
 */
public record BinaryStarProblemEvent(String problem) implements PirateEvent {
}
