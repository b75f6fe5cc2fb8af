package io.pirate.reactor;

/** The duty cycle without its thread. */
public final class Loop {

	Loop() {
	}

}
