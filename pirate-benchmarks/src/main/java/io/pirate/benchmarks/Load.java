package io.pirate.benchmarks;

/**
 * How a topology is asked.
 *
 * @param kind by what
 * @param callers blocking callers, or 0 for one caller that keeps a window open
 * @param window requests outstanding, if there are no blocking callers
 * @param bytes of the body
 */
record Load(Kind kind, int callers, int window, int bytes) {

	/** What asks. */
	enum Kind {

		/** A plain JeroMQ REQ socket. */
		REQ,

		/** A plain JeroMQ DEALER socket. */
		DEALER,

		/** Our client without Spring. */
		CLIENT,

		/** Our client with converters and everything. */
		TEMPLATE

	}

	static Load sync(Kind kind, int callers, int bytes) {
		return new Load(kind, callers, 0, bytes);
	}

	static Load pipelined(Kind kind, int bytes) {
		return new Load(kind, 0, Scenario.window(), bytes);
	}

	String encode() {
		return this.kind + " " + this.callers + " " + this.window + " " + this.bytes;
	}

	static Load decode(String[] words, int from) {
		return new Load(Kind.valueOf(words[from]), Integer.parseInt(words[from + 1]), Integer.parseInt(words[from + 2]),
				Integer.parseInt(words[from + 3]));
	}

}
