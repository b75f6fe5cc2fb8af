package io.pirate.machine;

import io.pirate.wire.Reply;
import io.pirate.wire.Request;

/** A user's request on its way through a client, as its owner sees it. */
public interface Call {

	/**
	 * How many parts an owner may take before it has to say so with
	 * {@link LazyPirateMachine#onTaken}.
	 */
	int PARTS_TO_REPORT = PartWindow.PARTS / 2;

	Request request();

	RetryPolicy policy();

	/**
	 * Whether the reply is wanted in parts. Otherwise, should it come in parts, the last
	 * one is the reply.
	 * @return false unless the owner takes each part and says so with
	 * {@link LazyPirateMachine#onTaken}
	 */
	default boolean wantsParts() {
		return false;
	}

	/**
	 * A part of the reply, the last one included; on the thread that runs the machine:
	 * return at once. An owner that does not want parts may take it as a sign of life.
	 * @param part the next part
	 */
	default void onPart(Reply part) {
	}

	/**
	 * Tells how the call ended; called exactly once, on the thread that runs the machine:
	 * return at once.
	 * @param outcome how; a reply that was wanted in parts ends with {@link Reply#end()}
	 * after its last part
	 */
	void end(Outcome outcome);

}
