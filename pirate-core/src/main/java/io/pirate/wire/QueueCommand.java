package io.pirate.wire;

/** What a queue tells a worker. */
public sealed interface QueueCommand
		permits QueueCommand.Heartbeat, QueueCommand.Request, QueueCommand.Disconnect, Malformed {

	/** I live. */
	record Heartbeat() implements QueueCommand {

		/** The only one needed. */
		public static final Heartbeat INSTANCE = new Heartbeat();

	}

	/**
	 * Do this.
	 *
	 * @param addresses the address stack to return: from our queue, exactly one call
	 * frame
	 * @param body at least one frame
	 */
	record Request(Frames addresses, Frames body) implements QueueCommand {
	}

	/** You do not belong here, or I leave. Majordomo only. */
	record Disconnect() implements QueueCommand {

		/** The only one needed. */
		public static final Disconnect INSTANCE = new Disconnect();

	}

}
