package io.pirate.reactor;

import java.util.List;

import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/** A node that has requests handled: registered with queues, or asked directly. */
public sealed interface ServingNode extends Node permits WorkerNode, DirectServerNode {

	/**
	 * A handler has given a part of its reply.
	 * @param jobId the number of its job
	 * @param part a part that was wanted
	 * @param now nanoTime
	 */
	void onPart(long jobId, Reply part, long now);

	/**
	 * A handler has answered, or ended its reply in parts.
	 * @param jobId the number of its job
	 * @param reply its answer
	 * @param now nanoTime
	 */
	void onHandled(long jobId, Reply reply, long now);

	/**
	 * Other queues from now on; any thread. The loop has to be woken.
	 * @param endpoints all of them
	 */
	void want(List<String> endpoints);

	/**
	 * Begins to leave.
	 * @param now nanoTime
	 * @param whenDrained told once, when everything is answered and closed
	 */
	void leave(long now, Runnable whenDrained);

	/**
	 * The state at an instant.
	 * @param now nanoTime
	 * @return the snapshot
	 */
	WorkerSnapshot snapshot(long now);

	/**
	 * Where clients connect.
	 * @return an address with the real port, or {@code null} if it is not bound
	 */
	@Nullable String boundEndpoint();

}
