package io.pirate.reactor;

import io.pirate.machine.Outcome;
import io.pirate.wire.Reply;

/**
 * Where the parts of a reply go. Called on an I/O thread: return at once, never throw.
 */
public interface PartSink {

	/**
	 * The next part, the last one included.
	 * @param part it
	 */
	void part(Reply part);

	/**
	 * No part follows; called exactly once.
	 * @param outcome a reply whose status is {@code OK} if all parts have come
	 */
	void ended(Outcome outcome);

}
