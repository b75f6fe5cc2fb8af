package io.pirate.machine;

import io.pirate.wire.Identity;
import io.pirate.wire.WorkerCommand;

/**
 * What a worker machine can do to the world. A link is the connection to one queue; its
 * number is never given to another one.
 */
public interface WorkerActions {

	/**
	 * Opens a fresh socket for a link; {@code onConnected} follows its handshake,
	 * {@code onDisconnected} the end of a connection that had one.
	 * @param link which
	 * @param endpoint its queue's address
	 * @param identity the new socket's routing id
	 */
	void open(int link, String endpoint, Identity identity);

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
	 * Sends a part of a reply, or its end, if the link's socket has room for it.
	 * @param link which
	 * @param command a reply or a part of one
	 * @return false if the socket is full and nothing was sent: to be asked again later
	 */
	boolean offer(int link, WorkerCommand command);

	/**
	 * Starts a handler; its answer comes back by {@code onHandled}, always and once, but
	 * never from within this call. A handler that replies in parts gives them by
	 * {@code onPart} before, not more than are wanted.
	 * @param job what it has to do
	 */
	void start(Job job);

	/**
	 * A handler may produce more parts.
	 * @param jobId its job
	 * @param parts how many more, at least 1
	 */
	void want(long jobId, long parts);

	/**
	 * Nobody awaits a handler's parts any more. It ends soon, by {@code onHandled} as
	 * ever, but not from within this call; what it answers does not matter.
	 * @param jobId its job
	 */
	void cancel(long jobId);

	/**
	 * Draining has ended: every link is closed and no answer is awaited any more. Stuck
	 * handlers may still run.
	 */
	void drained();

}
