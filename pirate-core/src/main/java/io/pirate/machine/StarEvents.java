package io.pirate.machine;

import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;

/**
 * What a queue of a pair tells those who watch it. Called on the queue's thread: return
 * at once, never block, never throw. Every method does nothing by default.
 */
public interface StarEvents {

	/**
	 * The queue is in another state, or serves in another epoch.
	 * @param role what it was configured to be
	 * @param state what it does now
	 * @param epoch the one it serves in, or the highest it knows of
	 * @param reason what led to it
	 */
	default void starChanged(StarRole role, StarState state, long epoch, String reason) {
	}

	/**
	 * The pair is set up wrongly; told once for each reason in a row.
	 * @param problem what is wrong
	 */
	default void starProblem(String problem) {
	}

}
