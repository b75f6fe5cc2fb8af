package io.pirate.benchmarks;

/** One way of asking an endpoint. */
interface Asker extends AutoCloseable {

	/**
	 * Something that asks and waits; used by one thread.
	 * @return a caller
	 */
	Caller caller();

	/**
	 * Keeps a window of requests open.
	 * @param load the window and the body
	 * @param nanos how long
	 * @return what it gave
	 * @throws Exception if a request fails
	 */
	Figures pipelined(Load load, long nanos) throws Exception;

	@Override
	void close();

	static Asker of(Load.Kind kind, String endpoint) {
		return switch (kind) {
			case REQ -> new RawAsker(endpoint, true);
			case DEALER -> new RawAsker(endpoint, false);
			case CLIENT -> new PirateAsker(endpoint);
			case TEMPLATE -> new TemplateAsker(endpoint);
		};
	}

	/** A blocking request. */
	@FunctionalInterface
	interface Caller {

		/**
		 * Asks and waits.
		 * @param body the request
		 * @return the size of the reply
		 */
		int call(byte[] body);

	}

}
