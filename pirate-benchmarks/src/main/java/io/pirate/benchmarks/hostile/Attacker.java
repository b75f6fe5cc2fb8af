package io.pirate.benchmarks.hostile;

import java.io.Closeable;

/** Does one thing again and again. Used by one thread. */
interface Attacker extends Closeable {

	/**
	 * Does it once more, without waiting for what comes of it.
	 * @throws Exception if nobody listens any more
	 */
	void once() throws Exception;

	@Override
	void close();

	/** How one begins. */
	@FunctionalInterface
	interface Beginning {

		/**
		 * Begins.
		 * @param frontend of the queue
		 * @param backend of the queue
		 * @return whoever attacks it
		 */
		Attacker at(String frontend, String backend);

	}

}
