package io.pirate.machine;

import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.WorkerDialect;

/** What a broker machine can do to the world. */
public interface BrokerActions {

	/**
	 * Sends a reply to a client.
	 * @param client its connection
	 * @param envelope the addresses to put in front, call frame included
	 * @param body the reply's body
	 */
	void toClient(Identity client, Envelope envelope, Frames body);

	/**
	 * Sends a command to a worker. The node reports a request that cannot be sent by
	 * {@code onUndelivered} and a worker that cannot be reached by {@code onGone}, after
	 * this event has been handled and never from within this call.
	 * @param worker its connection
	 * @param dialect its protocol
	 * @param command heartbeat or request
	 */
	void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command);

}
