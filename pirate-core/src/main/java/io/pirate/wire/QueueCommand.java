package io.pirate.wire;

/** What a queue tells a worker. */
public sealed interface QueueCommand
		permits QueueCommand.Heartbeat, QueueCommand.Request, QueueCommand.Disconnect, QueueCommand.Compact, Malformed {

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

	/**
	 * Do this, in one frame, to a worker of ours in any dialect that said it takes it.
	 *
	 * @param call the lease
	 * @param body one frame
	 */
	record Compact(CallFrame call, Frames body) implements QueueCommand {
	}

	/** You do not belong here, or I leave. Majordomo only. */
	record Disconnect() implements QueueCommand {

		/** The only one needed. */
		public static final Disconnect INSTANCE = new Disconnect();

	}

}
