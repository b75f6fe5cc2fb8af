package io.pirate.machine;

import java.util.List;
import java.util.Map;

import io.pirate.wire.ServiceName;

/**
 * The state of a queue at one instant, immutable. No identities, no payloads.
 *
 * @param workers every live worker, oldest registration first
 * @param expiredWorkers the last ones that died, latest first, at most 20
 * @param services services with a worker or a waiting request
 * @param deadLetters poison requests, latest first
 * @param waitingBytes bytes of all waiting requests
 * @param rememberedReplies replies in the cache
 * @param received requests received
 * @param replied replies sent
 * @param redelivered deliveries after a lease had ended without a reply
 * @param absorbed repeats that did not run again
 * @param rejected refused requests by reason
 * @param dropped dropped messages by reason
 * @param denied what was denied to whom, by the names of peers; nobody else is in it
 * @param expired workers expired so far
 * @param draining whether the queue is leaving
 */
public record QueueSnapshot(List<WorkerView> workers, List<ExpiredWorker> expiredWorkers,
		Map<ServiceName, ServiceView> services, List<DeadLetter> deadLetters, long waitingBytes, int rememberedReplies,
		long received, long replied, long redelivered, long absorbed, Map<Rejection, Long> rejected,
		Map<Drop, Long> dropped, Map<String, Denied> denied, long expired, boolean draining) {

	/**
	 * A live worker.
	 *
	 * @param name what it calls itself; for one that states none, a short hash of its
	 * identity
	 * @param service what it serves
	 * @param heardMs milliseconds since its last sign of life
	 * @param expiresInMs milliseconds of silence left, or -1 if it has no pulse
	 * @param inHand requests in its hands
	 * @param capacity requests it may have in its hands
	 * @param peer who it is, as its key proves: a configured name, or one in parentheses
	 */
	public record WorkerView(String name, ServiceName service, long heardMs, long expiresInMs, int inHand, int capacity,
			String peer) {
	}

	/**
	 * What a peer wanted to do and had no right to.
	 *
	 * @param calls requests that were denied
	 * @param workers workers that were disconnected, or not registered
	 */
	public record Denied(long calls, long workers) {

		static final Denied NEVER = new Denied(0, 0);

	}

	/**
	 * A worker that died.
	 *
	 * @param name what it called itself
	 * @param service what it served
	 * @param agoMs milliseconds since then
	 * @param redelivered requests taken out of its hands
	 */
	public record ExpiredWorker(String name, ServiceName service, long agoMs, int redelivered) {
	}

	/**
	 * A service.
	 *
	 * @param workers live workers
	 * @param waiting requests waiting
	 * @param inHand requests in workers' hands
	 * @param oldestWaitingMs age of the oldest waiting request, 0 if none
	 */
	public record ServiceView(int workers, int waiting, int inHand, long oldestWaitingMs) {
	}

	/**
	 * A request given up.
	 *
	 * @param service whom it was for
	 * @param deliveries how often it was handed out
	 * @param bytes size of its body
	 * @param agoMs milliseconds since it was given up
	 * @param lastWorker who had it last
	 */
	public record DeadLetter(ServiceName service, int deliveries, long bytes, long agoMs, String lastWorker) {
	}

}
