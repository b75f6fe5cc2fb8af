package io.pirate.reactor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;

/**
 * An address that was checked before a socket sees it.
 *
 * @param text as it was written
 * @param host name, address without brackets or {@code *}; the name itself for
 * {@code inproc}
 * @param port 0 for "any free port" and for {@code inproc}
 * @param local whether it is {@code inproc}
 */
public record Endpoint(String text, String host, int port, boolean local) {

	private static final String TCP = "tcp://";

	private static final String INPROC = "inproc://";

	private static final int MAX_PORT = 65535;

	/**
	 * Checks an address that is to be bound.
	 * @param text such as {@code tcp://127.0.0.1:5555}; {@code *} as port takes any free
	 * one, {@code *} as host every interface
	 * @return its parts
	 * @throws EndpointException if it cannot be bound, with the reason
	 */
	public static Endpoint toBind(String text) {
		return parse(text, true);
	}

	/**
	 * Checks an address that is to be connected to.
	 * @param text such as {@code tcp://127.0.0.1:5555}
	 * @return its parts
	 * @throws EndpointException if it cannot be connected to, with the reason
	 */
	public static Endpoint toConnect(String text) {
		return parse(text, false);
	}

	/**
	 * Whether the socket needs IPv6 to be switched on.
	 * @return true for IPv6 addresses and for names that resolve to nothing else
	 */
	public boolean ipv6() {
		if (this.local) {
			return false;
		}
		return this.host.indexOf(':') >= 0 || (!isWildcard() && !resolvesToIpv4());
	}

	/**
	 * Whether everybody who reaches this machine's own interface only may connect.
	 * @return true for {@code inproc}, loopback addresses, and names that stand for
	 * nothing else
	 */
	public boolean loopback() {
		if (this.local) {
			return true;
		}
		try {
			return !isWildcard() && onlyLoopback(InetAddress.getAllByName(this.host));
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * Where a process on this machine connects to reach this bound address.
	 * @param boundPort the real port
	 * @return the address, with loopback in place of a wildcard
	 */
	public String connectable(int boundPort) {
		if (this.local) {
			return this.text;
		}
		String name = switch (this.host) {
			case "*", "0.0.0.0" -> "127.0.0.1";
			case "::", "0:0:0:0:0:0:0:0" -> "::1";
			default -> this.host;
		};
		return TCP + ((name.indexOf(':') >= 0) ? "[" + name + "]" : name) + ":" + boundPort;
	}

	/** Which of a name's addresses is bound is not ours to say. */
	static boolean onlyLoopback(InetAddress... addresses) {
		return Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress);
	}

	/** Whether somebody has to be asked for the address. */
	boolean isName() {
		return !this.local && this.host.indexOf(':') < 0 && !this.host.chars().allMatch(Endpoint::isOfAddress);
	}

	private static boolean isOfAddress(int character) {
		return character == '.' || (character >= '0' && character <= '9');
	}

	private boolean isWildcard() {
		return this.host.equals("*");
	}

	private boolean resolvesToIpv4() {
		try {
			for (InetAddress address : InetAddress.getAllByName(this.host)) {
				if (address instanceof java.net.Inet4Address) {
					return true;
				}
			}
			return false;
		}
		catch (UnknownHostException ex) {
			return true;
		}
	}

	private static Endpoint parse(String text, boolean bind) {
		String lower = text.toLowerCase(Locale.ROOT);
		if (lower.startsWith(INPROC)) {
			return inproc(text);
		}
		if (lower.startsWith("ipc://")) {
			throw new EndpointException(text, "JeroMQ's ipc is TCP on 127.0.0.1 at a port hashed from the name, without"
					+ " a file and its permissions; write tcp://127.0.0.1:<port> instead");
		}
		if (!lower.startsWith(TCP)) {
			throw new EndpointException(text, "unknown transport; write tcp://<host>:<port>");
		}
		String address = text.substring(TCP.length());
		int colon = address.lastIndexOf(':');
		if (colon < 0 || address.endsWith("]")) {
			throw new EndpointException(text, "the port is missing; write tcp://<host>:<port>");
		}
		String host = host(text, address.substring(0, colon), bind);
		return new Endpoint(text, host, port(text, address.substring(colon + 1), bind), false);
	}

	private static Endpoint inproc(String text) {
		String name = text.substring(INPROC.length());
		if (name.isEmpty() || name.length() > 255) {
			throw new EndpointException(text, "an inproc name has 1 to 255 characters");
		}
		return new Endpoint(text, name, 0, true);
	}

	private static String host(String text, String written, boolean bind) {
		boolean bracketed = written.startsWith("[") && written.endsWith("]");
		String host = bracketed ? written.substring(1, written.length() - 1) : written;
		if (host.isEmpty()) {
			throw new EndpointException(text, "the host is missing; write tcp://<host>:<port>");
		}
		if (host.indexOf(':') >= 0 && !bracketed) {
			throw new EndpointException(text, "an IPv6 address needs brackets; write tcp://[" + host + "]:<port>");
		}
		if (host.equals("*")) {
			if (bind) {
				return host;
			}
			throw new EndpointException(text, "'*' can be bound but not connected to; write the host's name");
		}
		try {
			InetAddress.getByName(host);
			return host;
		}
		catch (UnknownHostException | SecurityException ex) {
			throw new EndpointException(text, "the host '" + host + "' cannot be resolved; check the name, or write an"
					+ " address (names of network interfaces are not supported)");
		}
	}

	private static int port(String text, String written, boolean bind) {
		if (written.equals("*") || written.equals("0")) {
			if (bind) {
				return 0;
			}
			throw new EndpointException(text, "a port to connect to must be stated");
		}
		if (!written.isEmpty() && written.length() <= 5 && written.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			int port = Integer.parseInt(written);
			if (port >= 1 && port <= MAX_PORT) {
				return port;
			}
		}
		throw new EndpointException(text, "the port must be a number from 1 to 65535" + (bind ? ", or *" : ""));
	}

}
