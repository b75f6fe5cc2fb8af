package io.pirate.benchmarks.plan;

import io.pirate.benchmarks.load.Load;

/** Sizes of bodies, and how many of them are open at once. */
enum Payload {

	/** What most replies are. */
	SMALL(64, 1000, ""),

	/** A document. */
	MEDIUM(1024, 1000, ", 1 KiB"),

	/** Beyond what travels in one frame. */
	LARGE(64 * 1024, 100, ", 64 KiB"),

	/** The longest frame by default. */
	HUGE(1024 * 1024, 16, ", 1 MiB");

	private final int bytes;

	private final int window;

	private final String suffix;

	Payload(int bytes, int window, String suffix) {
		this.bytes = bytes;
		this.window = window;
		this.suffix = suffix;
	}

	Load load(Load.Kind kind) {
		return Load.pipelined(kind, this.window, this.bytes);
	}

	int bytes() {
		return this.bytes;
	}

	String suffix() {
		return this.suffix;
	}

}
