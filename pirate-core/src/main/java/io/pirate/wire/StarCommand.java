package io.pirate.wire;

/** What a queue of a pair tells the other one. */
public sealed interface StarCommand permits StarCommand.Tell, Malformed {

	/**
	 * Its state.
	 *
	 * @param role what it was configured to be
	 * @param state what it does
	 * @param epoch the highest it knows of; of an active one, its own. 0 is none
	 * @param life a random number, drawn at its start
	 * @param number of this message in that life, from 1
	 * @param heardLife whose message it heard last; 0 if nobody's
	 * @param heardNumber the number of that message
	 */
	record Tell(StarRole role, StarState state, long epoch, long life, long number, long heardLife,
			long heardNumber) implements StarCommand {
	}

}
