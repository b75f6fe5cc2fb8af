package io.pirate.machine;

import io.pirate.wire.Reply;

/** How giving out a stored request ended. */
public sealed interface Execution {

	/**
	 * The service replied, or the request can never travel.
	 *
	 * @param reply good or bad
	 */
	record Answered(Reply reply) implements Execution {
	}

	/** A worker had it and is gone without a reply. */
	enum Lost implements Execution {

		/** The only one. */
		INSTANCE

	}

	/** Nobody has begun it, or nobody knows: no worker, no queue, no time, too busy. */
	enum NotTaken implements Execution {

		/** The only one. */
		INSTANCE

	}

}
