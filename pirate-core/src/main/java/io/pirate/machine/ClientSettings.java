package io.pirate.machine;

import java.time.Duration;
import java.util.List;

/**
 * Everything a lazy pirate machine is told at its start.
 *
 * @param endpoints where to at first; queues or servers that can replace each other
 * @param protocol what it speaks to named services
 * @param exclusive one call for each socket, REQ-shaped, instead of one shared socket for
 * each endpoint
 * @param maxInFlight open calls; more are refused
 * @param maxExclusiveLanes sockets of the exclusive form; more calls wait for one
 * @param compact whether small requests to our queues travel in one frame
 * @param heartbeat an endpoint that leaves everything unanswered for less than the
 * interval is not suspect; in Freelance also how often servers are pinged, and how long
 * they may be silent
 * @param freelance how servers are chosen; used by {@link ClientProtocol#FREELANCE} only
 * @param failoverDelay how long after the loss of an endpoint what was sent there is not
 * sent again; zero means at once
 */
public record ClientSettings(List<String> endpoints, ClientProtocol protocol, boolean exclusive, int maxInFlight,
		int maxExclusiveLanes, boolean compact, HeartbeatPolicy heartbeat, FreelancePolicy freelance,
		Duration failoverDelay) {

	/** Most endpoints of one client. */
	public static final int MOST_ENDPOINTS = 64;

	public ClientSettings {
		endpoints = List.copyOf(endpoints);
		if (endpoints.size() > MOST_ENDPOINTS) {
			throw new IllegalArgumentException("at most " + MOST_ENDPOINTS + " endpoints, not " + endpoints.size());
		}
		if (maxInFlight < 1 || maxExclusiveLanes < 1) {
			throw new IllegalArgumentException("max-in-flight and the number of lanes must be at least 1");
		}
		if (failoverDelay.isNegative()) {
			throw new IllegalArgumentException("failover-delay must not be negative: " + failoverDelay);
		}
	}

	/**
	 * Settings with the usual protocol.
	 * @param endpoints where to
	 * @param exclusive one call for each socket
	 * @param maxInFlight open calls; more are refused
	 * @param maxExclusiveLanes sockets of the exclusive form
	 */
	public ClientSettings(List<String> endpoints, boolean exclusive, int maxInFlight, int maxExclusiveLanes) {
		this(endpoints, ClientProtocol.AUTO, exclusive, maxInFlight, maxExclusiveLanes);
	}

	/**
	 * Settings with requests in one frame.
	 * @param endpoints where to at first
	 * @param protocol what it speaks to named services
	 * @param exclusive one call for each socket instead of one shared socket for each
	 * endpoint
	 * @param maxInFlight open calls; more are refused
	 * @param maxExclusiveLanes sockets of the exclusive form; more calls wait for one
	 */
	public ClientSettings(List<String> endpoints, ClientProtocol protocol, boolean exclusive, int maxInFlight,
			int maxExclusiveLanes) {
		this(endpoints, protocol, exclusive, maxInFlight, maxExclusiveLanes, true);
	}

	/**
	 * Settings without Freelance.
	 * @param endpoints where to at first
	 * @param protocol what it speaks to named services
	 * @param exclusive one call for each socket
	 * @param maxInFlight open calls; more are refused
	 * @param maxExclusiveLanes sockets of the exclusive form
	 * @param compact whether small requests to our queues travel in one frame
	 * @param heartbeat silence that is no reason for suspicion
	 */
	public ClientSettings(List<String> endpoints, ClientProtocol protocol, boolean exclusive, int maxInFlight,
			int maxExclusiveLanes, boolean compact, HeartbeatPolicy heartbeat) {
		this(endpoints, protocol, exclusive, maxInFlight, maxExclusiveLanes, compact, heartbeat,
				FreelancePolicy.DEFAULT, Duration.ZERO);
	}

	/**
	 * The same with another delay.
	 * @param newFailoverDelay how long what was sent to a lost endpoint is not sent again
	 * @return the settings
	 */
	public ClientSettings withFailoverDelay(Duration newFailoverDelay) {
		return new ClientSettings(this.endpoints, this.protocol, this.exclusive, this.maxInFlight,
				this.maxExclusiveLanes, this.compact, this.heartbeat, this.freelance, newFailoverDelay);
	}

	boolean isFreelance() {
		return this.protocol == ClientProtocol.FREELANCE;
	}

	/** Whether an endpoint has to prove that it lives. */
	boolean pings() {
		return isFreelance() && this.freelance.pings();
	}

	/**
	 * Settings with the usual heartbeats.
	 * @param endpoints where to at first
	 * @param protocol what it speaks to named services
	 * @param exclusive one call for each socket instead of one shared socket for each
	 * endpoint
	 * @param maxInFlight open calls; more are refused
	 * @param maxExclusiveLanes sockets of the exclusive form; more calls wait for one
	 * @param compact whether small requests to our queues travel in one frame
	 */
	public ClientSettings(List<String> endpoints, ClientProtocol protocol, boolean exclusive, int maxInFlight,
			int maxExclusiveLanes, boolean compact) {
		this(endpoints, protocol, exclusive, maxInFlight, maxExclusiveLanes, compact, HeartbeatPolicy.DEFAULT);
	}

}
