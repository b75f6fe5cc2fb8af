package io.pirate.machine;

import java.util.List;
import java.util.Map;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The state of a worker at one instant, immutable.
 *
 * @param name what it calls itself
 * @param service what it serves
 * @param links its queues in the stated order
 * @param running handlers running, the stuck ones included
 * @param waiting requests waiting here
 * @param stuck handlers past their timeout
 * @param concurrency handlers that may run at once
 * @param capacity requests it may have in hand
 * @param handled requests answered by a handler
 * @param expired requests dropped because their budget was used up
 * @param timedOut leases handed back because of a slow handler
 * @param reconnects sockets reopened
 * @param malformed commands that could not be read
 * @param rejected requests refused because too many were waiting
 * @param dropped results nobody waited for any more
 * @param fenced requests refused because a queue of a pair gave them in an epoch that is
 * over
 * @param draining whether it is leaving
 * @param front what a bound worker took from nobody; {@code null} if it is not bound
 */
public record WorkerSnapshot(String name, ServiceName service, List<LinkView> links, int running, int waiting,
		int stuck, int concurrency, int capacity, long handled, long expired, long timedOut, long reconnects,
		long malformed, long rejected, long dropped, long fenced, boolean draining, @Nullable Front front) {

	/**
	 * The same worker, asked directly.
	 * @param endpoint its own address in place of its queues
	 * @param inFront what stands between its clients and its hands
	 * @param deniedConnections connections that were not let in
	 * @param leaving whether it is leaving
	 * @return the snapshot
	 */
	public WorkerSnapshot bound(LinkView endpoint, QueueSnapshot inFront, long deniedConnections, boolean leaving) {
		int waitingInFront = inFront.services().values().stream().mapToInt(QueueSnapshot.ServiceView::waiting).sum();
		Front refused = new Front(inFront.rejected(), inFront.dropped(), inFront.denied(), deniedConnections);
		return new WorkerSnapshot(this.name, this.service, List.of(endpoint), this.running,
				this.waiting + waitingInFront, this.stuck, this.concurrency, this.capacity, this.handled, this.expired,
				this.timedOut, 0, this.malformed, this.rejected, this.dropped, this.fenced, leaving, refused);
	}

	/**
	 * What a bound worker took from nobody, as a queue has it.
	 *
	 * @param rejected refused requests by reason
	 * @param dropped dropped messages, and connections closed at once, by reason
	 * @param denied what was denied to whom, by the names of peers; nobody else is in it
	 * @param deniedConnections connections whose key is not among the peers
	 */
	public record Front(Map<Rejection, Long> rejected, Map<Drop, Long> dropped,
			Map<String, QueueSnapshot.Denied> denied, long deniedConnections) {
	}

	/**
	 * A connection to a queue.
	 *
	 * @param endpoint its address
	 * @param registered whether the queue was heard on this connection
	 * @param heardMs milliseconds since then, or -1 if it never was
	 * @param livenessLeft silent intervals left before it counts as dead
	 */
	public record LinkView(String endpoint, boolean registered, long heardMs, int livenessLeft) {
	}

}
