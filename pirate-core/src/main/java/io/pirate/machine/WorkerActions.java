package io.pirate.machine;

import io.pirate.wire.Identity;
import io.pirate.wire.WorkerCommand;

/**
 * What a worker machine can do to the world. A link is the connection to one queue,
 * numbered by its place among the endpoints.
 */
public interface WorkerActions {

	/**
	 * Opens a fresh socket for a link; {@code onConnected} follows its handshake,
	 * {@code onDisconnected} the end of a connection that had one.
	 * @param link which
	 * @param identity the new socket's routing id
	 */
	void open(int link, Identity identity);

	/**
	 * Closes a link's socket; nothing may arrive from it afterwards.
	 * @param link which
	 */
	void close(int link);

	/**
	 * Sends a command to the queue of a link.
	 * @param link which
	 * @param command what
	 */
	void send(int link, WorkerCommand command);

	/**
	 * Starts a handler; its answer comes back by {@code onHandled}, always and once, but
	 * never from within this call.
	 * @param job what it has to do
	 */
	void start(Job job);

	/**
	 * Draining has ended: every link is closed and no answer is awaited any more. Stuck
	 * handlers may still run.
	 */
	void drained();

}
