package io.pirate.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
	 * @param suspect whether it is connected, but leaves everything unanswered
	 * @param inFlight attempts outstanding there
	 */
	public record EndpointView(String endpoint, boolean connected, boolean suspect, int inFlight) {

		private EndpointView plus(EndpointView other) {
			return new EndpointView(this.endpoint, this.connected || other.connected, this.suspect || other.suspect,
					this.inFlight + other.inFlight);
		}

	}

	/**
	 * Both clients' figures together; an endpoint counts as connected if either says so.
	 * @param other a snapshot of a client that asks the same endpoints, or nearly
	 * @return the sum
	 */
	public ClientSnapshot plus(ClientSnapshot other) {
		Map<String, EndpointView> both = new LinkedHashMap<>();
		this.endpoints.forEach((view) -> both.put(view.endpoint(), view));
		other.endpoints.forEach((view) -> both.merge(view.endpoint(), view, EndpointView::plus));
		return new ClientSnapshot(List.copyOf(both.values()), this.inFlight + other.inFlight, this.calls + other.calls,
				this.retries + other.retries, this.lateReplies + other.lateReplies, this.malformed + other.malformed,
				this.replacedLanes + other.replacedLanes);
	}

}
