package io.pirate.reactor;

/** A loop with a thread. */
public final class Reactor {

}
