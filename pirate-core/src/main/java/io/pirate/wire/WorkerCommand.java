package io.pirate.wire;

/** What a worker tells a queue, whatever the dialect it says it in. */
public sealed interface WorkerCommand permits WorkerCommand.Ready, WorkerCommand.Heartbeat, WorkerCommand.Reply,
		WorkerCommand.Partial, WorkerCommand.Disconnect, WorkerCommand.Misdirected, WorkerCommand.Compact, Malformed {

	/**
	 * The dialect it was said in, which is also the one to answer in.
	 * @return the dialect; {@link WorkerDialect#PARANOID} for {@link Malformed}
	 */
	default WorkerDialect dialect() {
		return WorkerDialect.PARANOID;
	}

	/**
	 * I serve.
	 *
	 * @param dialect the worker's protocol
	 * @param service what it serves
	 */
	record Ready(WorkerDialect dialect, ServiceName service) implements WorkerCommand {
	}

	/**
	 * I live.
	 *
	 * @param dialect the worker's protocol
	 */
	record Heartbeat(WorkerDialect dialect) implements WorkerCommand {
	}

	/**
	 * Here is an answer.
	 *
	 * @param dialect the worker's protocol
	 * @param addresses the address stack as the request carried it: from our queue,
	 * exactly one frame
	 * @param body at least one frame
	 */
	record Reply(WorkerDialect dialect, Frames addresses, Frames body) implements WorkerCommand {
	}

	/**
	 * Here is a part of an answer, and more will follow.
	 *
	 * @param dialect the worker's protocol
	 * @param addresses as in {@link Reply}
	 * @param body at least one frame
	 */
	record Partial(WorkerDialect dialect, Frames addresses, Frames body) implements WorkerCommand {
	}

	/**
	 * I leave. Majordomo only.
	 *
	 * @param dialect the worker's protocol
	 */
	record Disconnect(WorkerDialect dialect) implements WorkerCommand {
	}

	/**
	 * An answer in one frame, or a part of one, from a worker of ours in any dialect.
	 *
	 * @param call the lease's call frame with the answer's properties
	 * @param body one frame
	 */
	record Compact(CallFrame call, Frames body) implements WorkerCommand {
	}

	/**
	 * A command that only a queue may send.
	 *
	 * @param dialect the worker's protocol
	 */
	record Misdirected(WorkerDialect dialect) implements WorkerCommand {
	}

}
