package io.pirate.wire;

/**
 * A message of plain request-reply, and of the front end of a simple or paranoid queue.
 */
public sealed interface PlainMessage permits PlainMessage.Exchange, Malformed {

	/**
	 * A request or a reply: {@code [address…][""][body…]}.
	 *
	 * @param envelope the addresses
	 * @param body at least one frame
	 */
	record Exchange(Envelope envelope, Frames body) implements PlainMessage {
	}

}
