package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of a client at one instant, immutable.
 *
 * @param endpoints every endpoint in the stated order
 * @param inFlight open calls
 * @param calls calls begun so far
 * @param retries attempts after the first
 * @param lateReplies replies that nobody waited for any more
 * @param malformed messages that could not be read
 * @param replacedLanes sockets closed because nothing was heard on them
 */
public record ClientSnapshot(List<EndpointView> endpoints, int inFlight, long calls, long retries, long lateReplies,
		long malformed, long replacedLanes) {

	/**
	 * An endpoint.
	 *
	 * @param endpoint its address
	 * @param connected whether a connection with a finished handshake exists
	 * @param inFlight attempts outstanding there
	 */
	public record EndpointView(String endpoint, boolean connected, int inFlight) {
	}

	/**
	 * Both clients' figures together; an endpoint counts as connected if either says so.
	 * @param other a snapshot of a client with the same endpoints
	 * @return the sum
	 */
	public ClientSnapshot plus(ClientSnapshot other) {
		List<EndpointView> both = new ArrayList<>();
		for (int i = 0; i < this.endpoints.size(); i++) {
			EndpointView mine = this.endpoints.get(i);
			EndpointView theirs = other.endpoints.get(i);
			both.add(new EndpointView(mine.endpoint(), mine.connected() || theirs.connected(),
					mine.inFlight() + theirs.inFlight()));
		}
		return new ClientSnapshot(List.copyOf(both), this.inFlight + other.inFlight, this.calls + other.calls,
				this.retries + other.retries, this.lateReplies + other.lateReplies, this.malformed + other.malformed,
				this.replacedLanes + other.replacedLanes);
	}

}
