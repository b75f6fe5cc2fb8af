package io.pirate.machine;

import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;

/** What a broker machine can do to the world. */
public interface BrokerActions {

	/**
	 * Sends a whole reply to a client. What a client does not take is dropped.
	 * @param client its connection
	 * @param envelope its dialect and the addresses to put in front, call frame included
	 * @param service whom the reply comes from
	 * @param body the reply's body
	 */
	void toClient(Identity client, Envelope envelope, ServiceName service, Frames body);

	/**
	 * Sends a part of a reply to a client that has room for it.
	 * @param client its connection
	 * @param envelope its dialect and the addresses to put in front, call frame included
	 * @param service whom the reply comes from
	 * @param body the part
	 * @param last whether nothing follows
	 * @return false if the client has no room: nothing was sent, and it may be offered
	 * again later. True also if the client is gone; {@code onGone} follows then
	 */
	boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last);

	/**
	 * Sends a command to a worker. The node reports a request that cannot be sent by
	 * {@code onUndelivered} and a worker that cannot be reached by {@code onGone}, after
	 * this event has been handled and never from within this call.
	 * @param worker its connection
	 * @param dialect its protocol
	 * @param command what
	 */
	void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command);

}
