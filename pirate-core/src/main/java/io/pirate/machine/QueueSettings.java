package io.pirate.machine;

import java.time.Duration;

/**
 * Everything a broker machine is told at its start.
 *
 * @param heartbeat the queue's pulse, and the silence it allows workers that state none
 * @param maxWaiting requests waiting per service; more are rejected
 * @param maxWaitingBytes bytes of all waiting requests and leases together; more are
 * rejected
 * @param maxCapacity most requests in one worker's hands, whatever it claims
 * @param maxServices names known only from requests
 * @param maxWorkers registered workers; more are refused
 * @param requestTtl how long a request of a client that states no budget may wait
 * @param maxDeliveries after so many the request is poison
 * @param replyCache how long replies are remembered
 * @param replyCacheBytes how many bytes of replies are remembered at most
 * @param deadLetters poison requests kept for inspection
 * @param compact whether peers of ours get small messages in one frame
 * @param peers what peers may claim, and leave lying
 */
public record QueueSettings(HeartbeatPolicy heartbeat, int maxWaiting, long maxWaitingBytes, int maxCapacity,
		int maxServices, int maxWorkers, Duration requestTtl, int maxDeliveries, Duration replyCache,
		long replyCacheBytes, int deadLetters, boolean compact, PeerLimits peers) {

	private static final long MEBIBYTE = 1024 * 1024;

	public QueueSettings {
		positive("max-waiting", maxWaiting);
		positive("max-waiting-bytes", maxWaitingBytes);
		positive("max-capacity", maxCapacity);
		positive("max-services", maxServices);
		positive("max-workers", maxWorkers);
		positive("request-ttl", requestTtl.toMillis());
		positive("max-deliveries", maxDeliveries);
		if (replyCache.isNegative() || replyCacheBytes < 0 || deadLetters < 0) {
			throw new IllegalArgumentException("reply-cache and dead-letters must not be negative");
		}
	}

	/**
	 * Settings with the usual limits of what peers may claim.
	 * @param heartbeat the queue's pulse, and the silence it allows workers that state
	 * none
	 * @param maxWaiting requests waiting per service; more are rejected
	 * @param maxWaitingBytes bytes of all waiting requests and leases together
	 * @param maxCapacity most requests in one worker's hands, whatever it claims
	 * @param maxServices names known only from requests
	 * @param maxWorkers registered workers; more are refused
	 * @param requestTtl how long a request of a client that states no budget may wait
	 * @param maxDeliveries after so many the request is poison
	 * @param replyCache how long replies are remembered
	 * @param replyCacheBytes how many bytes of replies are remembered at most
	 * @param deadLetters poison requests kept for inspection
	 * @param compact whether peers of ours get small messages in one frame
	 */
	public QueueSettings(HeartbeatPolicy heartbeat, int maxWaiting, long maxWaitingBytes, int maxCapacity,
			int maxServices, int maxWorkers, Duration requestTtl, int maxDeliveries, Duration replyCache,
			long replyCacheBytes, int deadLetters, boolean compact) {
		this(heartbeat, maxWaiting, maxWaitingBytes, maxCapacity, maxServices, maxWorkers, requestTtl, maxDeliveries,
				replyCache, replyCacheBytes, deadLetters, compact, PeerLimits.DEFAULT);
	}

	/**
	 * Settings with messages in one frame.
	 * @param heartbeat the queue's pulse, and the silence it allows workers that state
	 * none
	 * @param maxWaiting requests waiting per service; more are rejected
	 * @param maxWaitingBytes bytes of all waiting requests and leases together
	 * @param maxCapacity most requests in one worker's hands, whatever it claims
	 * @param maxServices names known only from requests
	 * @param maxWorkers registered workers; more are refused
	 * @param requestTtl how long a request of a client that states no budget may wait
	 * @param maxDeliveries after so many the request is poison
	 * @param replyCache how long replies are remembered
	 * @param replyCacheBytes how many bytes of replies are remembered at most
	 * @param deadLetters poison requests kept for inspection
	 */
	public QueueSettings(HeartbeatPolicy heartbeat, int maxWaiting, long maxWaitingBytes, int maxCapacity,
			int maxServices, int maxWorkers, Duration requestTtl, int maxDeliveries, Duration replyCache,
			long replyCacheBytes, int deadLetters) {
		this(heartbeat, maxWaiting, maxWaitingBytes, maxCapacity, maxServices, maxWorkers, requestTtl, maxDeliveries,
				replyCache, replyCacheBytes, deadLetters, true);
	}

	/**
	 * The defaults for a heap.
	 * @param heapBytes the largest heap this process may have
	 * @return the settings
	 */
	public static QueueSettings defaults(long heapBytes) {
		return new QueueSettings(HeartbeatPolicy.DEFAULT, 10_000, Math.min(256 * MEBIBYTE, heapBytes / 4), 256, 1_000,
				10_000, Duration.ofSeconds(30), 3, Duration.ofSeconds(60), Math.min(64 * MEBIBYTE, heapBytes / 16), 100,
				true);
	}

	public QueueSettings with(HeartbeatPolicy newHeartbeat) {
		return new QueueSettings(newHeartbeat, this.maxWaiting, this.maxWaitingBytes, this.maxCapacity,
				this.maxServices, this.maxWorkers, this.requestTtl, this.maxDeliveries, this.replyCache,
				this.replyCacheBytes, this.deadLetters, this.compact, this.peers);
	}

	/**
	 * The same with or without messages in one frame.
	 * @param newCompact whether peers of ours get them
	 * @return the settings
	 */
	public QueueSettings with(boolean newCompact) {
		return new QueueSettings(this.heartbeat, this.maxWaiting, this.maxWaitingBytes, this.maxCapacity,
				this.maxServices, this.maxWorkers, this.requestTtl, this.maxDeliveries, this.replyCache,
				this.replyCacheBytes, this.deadLetters, newCompact, this.peers);
	}

	/**
	 * The same with other limits of what peers may claim.
	 * @param newPeers the limits
	 * @return the settings
	 */
	public QueueSettings with(PeerLimits newPeers) {
		return new QueueSettings(this.heartbeat, this.maxWaiting, this.maxWaitingBytes, this.maxCapacity,
				this.maxServices, this.maxWorkers, this.requestTtl, this.maxDeliveries, this.replyCache,
				this.replyCacheBytes, this.deadLetters, this.compact, newPeers);
	}

	private static void positive(String name, long value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be at least 1: " + value);
		}
	}

}
