package io.pirate.machine;

import java.util.List;

import io.pirate.wire.Reply;

/** How a call ended. Every call gets exactly one. */
public sealed interface Outcome {

	/**
	 * A reply came, good or bad: see its status.
	 *
	 * @param reply the reply
	 */
	record Replied(Reply reply) implements Outcome {
	}

	/**
	 * No attempt was answered.
	 *
	 * @param attempts how many were made
	 * @param elapsedNanos since the call began
	 * @param endpoints where they were sent
	 */
	record NoReply(int attempts, long elapsedNanos, List<String> endpoints) implements Outcome {
	}

	/**
	 * Sent at most once, and nobody knows whether it ran.
	 *
	 * @param elapsedNanos since the call began
	 * @param endpoints where it was sent
	 * @param reason why nobody knows
	 */
	record Unknown(long elapsedNanos, List<String> endpoints, String reason) implements Outcome {
	}

	/**
	 * Not taken by this client, before anything was sent.
	 *
	 * @param code machine-readable
	 * @param reason for people
	 */
	record Refused(String code, String reason) implements Outcome {
	}

	/** The caller gave up. */
	record Cancelled() implements Outcome {
	}

	/** The client was closed. */
	record Closed() implements Outcome {
	}

}
