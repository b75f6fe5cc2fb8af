package io.pirate;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.pirate.reactor.Endpoint;

/**
 * Every address that a name has in the domain name system, such as that of a headless
 * service of Kubernetes. The Java runtime keeps answers for a while of its own, 30 s
 * unless the security property {@code networkaddress.cache.ttl} says otherwise.
 */
public final class DnsEndpoints implements PirateEndpoints {

	private static final String SCHEME = "dns+tcp://";

	private static final String TCP = "tcp://";

	private final String host;

	private final int port;

	private final Duration interval;

	private final Resolver resolver;

	/**
	 * A name that is looked up again and again.
	 * @param host the name
	 * @param port the port at each of its addresses
	 * @param interval the pause between two lookups, at least a millisecond
	 */
	public DnsEndpoints(String host, int port, Duration interval) {
		this(host, port, interval, InetAddress::getAllByName);
	}

	DnsEndpoints(String host, int port, Duration interval, Resolver resolver) {
		if (interval.toMillis() < 1) {
			throw new IllegalArgumentException("a lookup needs a pause of at least 1 ms: " + interval);
		}
		this.host = host;
		this.port = port;
		this.interval = interval;
		this.resolver = resolver;
	}

	/**
	 * Whether an address names one or more others.
	 * @param address as it is written in configuration
	 * @return true for {@code dns+tcp://…}
	 */
	public static boolean isName(String address) {
		return address.toLowerCase(Locale.ROOT).startsWith(SCHEME);
	}

	/**
	 * Reads an address as it is written in configuration; the name need not exist yet.
	 * @param address such as {@code dns+tcp://queues.example.org:5555}
	 * @param interval the pause between two lookups
	 * @return the name
	 * @throws IllegalArgumentException if it is malformed, with the reason
	 */
	public static DnsEndpoints of(String address, Duration interval) {
		String place = address.substring(SCHEME.length());
		int colon = place.lastIndexOf(':');
		if (colon < 1) {
			throw new IllegalArgumentException(
					"'" + address + "' names no host and port; write dns+tcp://<name>:<port>");
		}
		// the rules for ports are those of every other address
		int port = Endpoint.toConnect(TCP + "127.0.0.1" + place.substring(colon)).port();
		return new DnsEndpoints(place.substring(0, colon), port, interval);
	}

	/** Sorted, so that an answer in another order is no change. */
	@Override
	public List<String> lookup() {
		try {
			return Arrays.stream(this.resolver.resolve(this.host)).map(this::address).sorted().distinct().toList();
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String address(InetAddress found) {
		String text = found.getHostAddress();
		return TCP + ((found instanceof Inet6Address) ? "[" + text + "]" : text) + ":" + this.port;
	}

	@Override
	public Duration interval() {
		return this.interval;
	}

	@Override
	public String toString() {
		return SCHEME + this.host + ":" + this.port;
	}

	/** What knows names. */
	@FunctionalInterface
	interface Resolver {

		InetAddress[] resolve(String host) throws UnknownHostException;

	}

}
