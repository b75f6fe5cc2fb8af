package io.pirate;

import java.time.Duration;
import java.util.List;

/**
 * Where the queues or servers are, which may change while a client or a worker runs.
 * Those that are added are connected at once; those that are missing get nothing new, and
 * their connections end when everything on the way was answered, so that no call is lost.
 */
public interface PirateEndpoints {

	/** How often names are looked up again, unless stated otherwise. */
	Duration REFRESH_INTERVAL = Duration.ofSeconds(10);

	/**
	 * Looks them up. May block; called on a thread of its own, one call at a time.
	 * @return addresses such as {@code tcp://10.0.0.7:5555}, at most 64, in the order of
	 * preference; if there are none, or this throws, the last answer stays
	 */
	List<String> lookup();

	/**
	 * How long an answer is good.
	 * @return the pause between two lookups; zero if they never change, then the only
	 * lookup is made by the thread that starts the client or the worker
	 */
	Duration interval();

	/**
	 * Addresses as they are written in configuration: {@code tcp://host:port}, and
	 * {@code dns+tcp://name:port} for every address that a name has, looked up every
	 * {@link #REFRESH_INTERVAL}.
	 * @param addresses at least one
	 * @return where they are
	 * @throws IllegalArgumentException if an address is malformed
	 */
	static PirateEndpoints of(List<String> addresses) {
		return of(addresses, REFRESH_INTERVAL);
	}

	/**
	 * The same, looked up as often as wanted.
	 * @param addresses at least one
	 * @param interval the pause between two lookups, at least a millisecond
	 * @return where they are
	 * @throws IllegalArgumentException if an address is malformed
	 */
	static PirateEndpoints of(List<String> addresses, Duration interval) {
		return all(addresses.stream()
			.map((address) -> DnsEndpoints.isName(address) ? DnsEndpoints.of(address, interval)
					: new FixedEndpoints(List.of(address)))
			.toList());
	}

	/**
	 * Several sources together, in this order. Each keeps its last answer while it has no
	 * new one.
	 * @param sources at least one
	 * @return all of them
	 */
	static PirateEndpoints all(List<? extends PirateEndpoints> sources) {
		return (sources.size() == 1) ? sources.get(0) : new JoinedEndpoints(sources);
	}

}
