package io.pirate.machine;

/**
 * What a client tells those who watch it. Called on the client's threads: return at once,
 * never block, never throw.
 */
public interface ClientEvents {

	/**
	 * An endpoint can be reached.
	 * @param endpoint which
	 */
	default void endpointConnected(String endpoint) {
	}

	/**
	 * An endpoint cannot be reached any more.
	 * @param endpoint which
	 */
	default void endpointLost(String endpoint) {
	}

}
