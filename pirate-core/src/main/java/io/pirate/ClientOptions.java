package io.pirate;

import java.time.Duration;
import java.util.List;

import io.pirate.machine.ClientProtocol;
import io.pirate.machine.FreelancePolicy;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;

/**
 * How a client asks.
 *
 * @param endpoints where to: queues or servers that can replace each other, at least one
 * @param protocol what it speaks to named services; the anonymous one is asked in plain
 * request-reply
 * @param lane what carries calls
 * @param retry the patience of calls that state none
 * @param heartbeat the transport's heartbeats, which notice a stopped queue
 * @param maxInFlight open calls; more are rejected at once
 * @param maxMessageSize longest frame in bytes, inclusive
 * @param compact whether small requests to queues of this library travel in one frame;
 * with {@link ClientProtocol#AUTO} only
 * @param freelance how servers are chosen; with {@link ClientProtocol#FREELANCE} only
 * @param security whether connections are encrypted, and what servers must prove
 * @param failoverDelay how long after an endpoint was lost the calls that were sent there
 * are not sent again, to anybody; zero means at once. New calls do not wait. It counts as
 * time of their attempts, so it should be well below all attempts together
 * @param limits what may travel in one message; what only bound sockets have is ignored
 */
public record ClientOptions(List<String> endpoints, ClientProtocol protocol, Lane lane, RetryPolicy retry,
		HeartbeatPolicy heartbeat, int maxInFlight, int maxMessageSize, boolean compact, FreelancePolicy freelance,
		SecurityOptions security, Duration failoverDelay, SocketLimits limits) {

	public ClientOptions {
		endpoints = List.copyOf(endpoints);
		if (endpoints.isEmpty()) {
			throw new IllegalArgumentException("a client needs at least one endpoint");
		}
		if (maxInFlight < 1) {
			throw new IllegalArgumentException("max-in-flight must be at least 1: " + maxInFlight);
		}
		if (protocol == ClientProtocol.FREELANCE && lane == Lane.EXCLUSIVE) {
			throw new IllegalArgumentException(
					"Freelance carries all calls on one socket for each server: its lane is shared");
		}
		if (failoverDelay.isNegative()) {
			throw new IllegalArgumentException("failover-delay must not be negative: " + failoverDelay);
		}
		if (maxMessageSize < 1) {
			throw new IllegalArgumentException("max-message-size must be at least 1: " + maxMessageSize);
		}
	}

	/**
	 * Options without encryption.
	 * @param endpoints where to
	 * @param protocol what it speaks to named services
	 * @param lane what carries calls
	 * @param retry the patience of calls that state none
	 * @param heartbeat the transport's heartbeats
	 * @param maxInFlight open calls
	 * @param maxMessageSize longest frame in bytes
	 * @param compact whether small requests travel in one frame
	 * @param freelance how servers are chosen
	 */
	public ClientOptions(List<String> endpoints, ClientProtocol protocol, Lane lane, RetryPolicy retry,
			HeartbeatPolicy heartbeat, int maxInFlight, int maxMessageSize, boolean compact,
			FreelancePolicy freelance) {
		this(endpoints, protocol, lane, retry, heartbeat, maxInFlight, maxMessageSize, compact, freelance,
				SecurityOptions.NONE, Duration.ZERO, SocketLimits.DEFAULT);
	}

	/**
	 * Options with {@link ClientProtocol#AUTO}.
	 * @param endpoints where to
	 * @param lane what carries calls
	 * @param retry the patience of calls that state none
	 * @param heartbeat the transport's heartbeats
	 * @param maxInFlight open calls
	 * @param maxMessageSize longest frame in bytes
	 */
	public ClientOptions(List<String> endpoints, Lane lane, RetryPolicy retry, HeartbeatPolicy heartbeat,
			int maxInFlight, int maxMessageSize) {
		this(endpoints, ClientProtocol.AUTO, lane, retry, heartbeat, maxInFlight, maxMessageSize, true);
	}

	/**
	 * Options with the usual choice of servers.
	 * @param endpoints where to
	 * @param protocol what it speaks to named services
	 * @param lane what carries calls
	 * @param retry the patience of calls that state none
	 * @param heartbeat the transport's heartbeats
	 * @param maxInFlight open calls
	 * @param maxMessageSize longest frame in bytes
	 * @param compact whether small requests travel in one frame
	 */
	public ClientOptions(List<String> endpoints, ClientProtocol protocol, Lane lane, RetryPolicy retry,
			HeartbeatPolicy heartbeat, int maxInFlight, int maxMessageSize, boolean compact) {
		this(endpoints, protocol, lane, retry, heartbeat, maxInFlight, maxMessageSize, compact,
				FreelancePolicy.DEFAULT);
	}

	/**
	 * The defaults.
	 * @param endpoints where to
	 * @return MDP/0.2 for named services, shared lane, 2,500 ms and 3 retries, 10,000 in
	 * flight, 1 MiB
	 */
	public static ClientOptions of(String... endpoints) {
		return new ClientOptions(List.of(endpoints), Lane.SHARED, RetryPolicy.DEFAULT, HeartbeatPolicy.DEFAULT, 10_000,
				1024 * 1024);
	}

	public ClientOptions with(ClientProtocol newProtocol) {
		return new ClientOptions(this.endpoints, newProtocol, this.lane, this.retry, this.heartbeat, this.maxInFlight,
				this.maxMessageSize, this.compact, this.freelance, this.security, this.failoverDelay, this.limits);
	}

	public ClientOptions with(Lane newLane) {
		return new ClientOptions(this.endpoints, this.protocol, newLane, this.retry, this.heartbeat, this.maxInFlight,
				this.maxMessageSize, this.compact, this.freelance, this.security, this.failoverDelay, this.limits);
	}

	public ClientOptions with(RetryPolicy newRetry) {
		return new ClientOptions(this.endpoints, this.protocol, this.lane, newRetry, this.heartbeat, this.maxInFlight,
				this.maxMessageSize, this.compact, this.freelance, this.security, this.failoverDelay, this.limits);
	}

	public ClientOptions withMaxInFlight(int newMaxInFlight) {
		return new ClientOptions(this.endpoints, this.protocol, this.lane, this.retry, this.heartbeat, newMaxInFlight,
				this.maxMessageSize, this.compact, this.freelance, this.security, this.failoverDelay, this.limits);
	}

	/**
	 * The same with or without requests in one frame.
	 * @param newCompact whether small requests travel so
	 * @return the options
	 */
	public ClientOptions withCompact(boolean newCompact) {
		return new ClientOptions(this.endpoints, this.protocol, this.lane, this.retry, this.heartbeat, this.maxInFlight,
				this.maxMessageSize, newCompact, this.freelance, this.security, this.failoverDelay, this.limits);
	}

	/**
	 * The same in Freelance, RFC 10: the endpoints are servers, each of which is known by
	 * exactly that address.
	 * @param policy how servers are chosen
	 * @return the options
	 */
	public ClientOptions with(FreelancePolicy policy) {
		return new ClientOptions(this.endpoints, ClientProtocol.FREELANCE, this.lane, this.retry, this.heartbeat,
				this.maxInFlight, this.maxMessageSize, this.compact, policy, this.security, this.failoverDelay,
				this.limits);
	}

	public ClientOptions with(HeartbeatPolicy newHeartbeat) {
		return new ClientOptions(this.endpoints, this.protocol, this.lane, this.retry, newHeartbeat, this.maxInFlight,
				this.maxMessageSize, this.compact, this.freelance, this.security, this.failoverDelay, this.limits);
	}

	/**
	 * The same with other security.
	 * @param newSecurity keys, and what servers must prove
	 * @return the options
	 */
	public ClientOptions with(SecurityOptions newSecurity) {
		return new ClientOptions(this.endpoints, this.protocol, this.lane, this.retry, this.heartbeat, this.maxInFlight,
				this.maxMessageSize, this.compact, this.freelance, newSecurity, this.failoverDelay, this.limits);
	}

	/**
	 * The same with another pause before the calls of a lost endpoint are sent again.
	 * Longer than any handler takes, it keeps a call from running in two places at once.
	 * @param newFailoverDelay the pause, not negative
	 * @return the options
	 */
	public ClientOptions withFailoverDelay(Duration newFailoverDelay) {
		return new ClientOptions(this.endpoints, this.protocol, this.lane, this.retry, this.heartbeat, this.maxInFlight,
				this.maxMessageSize, this.compact, this.freelance, this.security, newFailoverDelay, this.limits);
	}

	/**
	 * The same with other limits.
	 * @param newLimits what may travel in one message
	 * @return the options
	 */
	public ClientOptions with(SocketLimits newLimits) {
		return new ClientOptions(this.endpoints, this.protocol, this.lane, this.retry, this.heartbeat, this.maxInFlight,
				this.maxMessageSize, this.compact, this.freelance, this.security, this.failoverDelay, newLimits);
	}

}
