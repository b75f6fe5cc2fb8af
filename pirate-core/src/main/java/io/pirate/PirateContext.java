package io.pirate;

/**
 * The thread and the sockets that the workers of one application share. Started by its
 * first worker, closed by its owner after the workers. Safe for use by many threads.
 */
public final class PirateContext implements AutoCloseable {

	/**
	 * A context that has not started anything.
	 * @param name prefix of its threads' names
	 */
	public PirateContext(String name) {
		throw new UnsupportedOperationException(name);
	}

	@Override
	public void close() {
	}

}
