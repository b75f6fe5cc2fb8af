package io.pirate.wire;

/** A message in one frame. */
public sealed interface CompactMessage permits CompactMessage.Whole, Malformed {

	/**
	 * A request or a reply.
	 *
	 * @param call its call frame
	 * @param body its body, one frame
	 */
	record Whole(CallFrame call, Frames body) implements CompactMessage {
	}

}
