package io.pirate.wire;

/** What clients and servers exchange in Freelance, RFC 10. */
public sealed interface FlpMessage permits FlpMessage.Ping, FlpMessage.Pong, FlpMessage.Answer, Malformed {

	/** A client asks whether the server lives. */
	enum Ping implements FlpMessage {

		/** There is nothing more to it. */
		INSTANCE

	}

	/** It does. */
	enum Pong implements FlpMessage {

		/** There is nothing more to it. */
		INSTANCE

	}

	/**
	 * An answer to a request of ours.
	 *
	 * @param call the reply's properties, with origin and number of the request
	 * @param body at least one frame
	 */
	record Answer(CallFrame call, Frames body) implements FlpMessage {
	}

}
