package io.pirate.machine;

import java.util.Map;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The state of a Titanic at one instant, immutable. With a shared database, what is
 * stored counts for all instances, what is in hand for this one.
 *
 * @param accepting whether new requests are stored
 * @param failure why it does not do its work, or {@code null}
 * @param backlog stored requests not executed yet, by service; names known only from
 * requests are among them
 * @param oldestPendingMs age of the oldest of them in milliseconds, 0 if there is none
 * @param inHand requests given out by this instance
 * @param replies replies and failures kept until they are closed
 * @param deadLetters requests given up, see {@link DeadLetter}
 * @param storedRequests everything stored
 * @param storedBytes bytes of everything stored, without the database's own overhead
 * @param maxRequests the limit of {@code storedRequests}
 * @param maxBytes the limit of {@code storedBytes}
 * @param stored requests stored by this instance since its start
 * @param refused requests refused by this instance since its start
 * @param executed requests whose reply or failure this instance stored since its start
 * @param lost leases that ended without a reply, at this instance since its start
 */
public record TitanicSnapshot(boolean accepting, @Nullable String failure, Map<ServiceName, Long> backlog,
		long oldestPendingMs, int inHand, long replies, long deadLetters, long storedRequests, long storedBytes,
		long maxRequests, long maxBytes, long stored, long refused, long executed, long lost) {

	public TitanicSnapshot {
		backlog = Map.copyOf(backlog);
	}

	/**
	 * All stored requests not executed yet.
	 * @return the sum of {@code backlog}
	 */
	public long pending() {
		return this.backlog.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * A request given up after too many leases that ended without a reply.
	 *
	 * @param id its ticket: whoever has it can fetch and close the request
	 * @param service whom it was for
	 * @param deliveries how often it was given out in vain
	 * @param ageMs milliseconds since it was stored
	 * @param deadMs milliseconds since it was given up
	 * @param bytes its size
	 */
	public record DeadLetter(String id, ServiceName service, int deliveries, long ageMs, long deadMs, long bytes) {
	}

}
