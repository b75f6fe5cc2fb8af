package io.pirate.benchmarks.soak;

/** Placeholder. */
public final class Soak {

	public Soak(double minutes) {
	}

	public boolean run() {
		return true;
	}

}
