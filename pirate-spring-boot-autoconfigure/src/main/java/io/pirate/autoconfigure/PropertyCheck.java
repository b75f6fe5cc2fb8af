package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.pirate.spring.EndpointsResolver;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Judges values before the core does, because only here the property's name is known.
 *
 * @param prefix of the properties' names, without a dot at the end
 */
record PropertyCheck(String prefix) {

	private static final Pattern TCP = Pattern
		.compile("tcp://(\\[[0-9a-fA-F:.%]+\\]|[^:/\\s\\[\\]]+):(\\*|[0-9]{1,5})");

	private static final Pattern NAME = Pattern
		.compile("dns\\+tcp://[^:/\\s]+:[0-9]{1,5}|discovery://[^:/\\s]+(:[0-9]{1,5})?");

	private static final Pattern NAMED_PORT = Pattern.compile(":([0-9]{1,5})$");

	private static final int LAST_PORT = 65535;

	private static final Duration LONGEST = Duration.ofDays(365);

	int atLeast(String name, int value, int least) {
		if (value < least) {
			throw wrong(name, value, "must be at least " + least, "Set it to " + least + " or more.");
		}
		return value;
	}

	long atLeast(String name, long value, long least) {
		if (value < least) {
			throw wrong(name, value, "must be at least " + least, "Set it to " + least + " or more.");
		}
		return value;
	}

	long atLeast(String name, DataSize value, long least) {
		if (value.toBytes() < least) {
			throw wrong(name, value, "must be at least " + least + "B", "Set it to a size such as 1MB.");
		}
		return value.toBytes();
	}

	int messageSize(DataSize value) {
		long bytes = atLeast("max-message-size", value, 1);
		if (bytes > Integer.MAX_VALUE) {
			throw wrong("max-message-size", value, "must be less than 2GB", "Set it to a size such as 1MB.");
		}
		return (int) bytes;
	}

	Duration positive(String name, Duration value) {
		if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
			throw wrong(name, value, "must be at least 1ms and at most 365d",
					"Set it to a duration such as 500ms, 1s or 2m.");
		}
		return value;
	}

	Duration notNegative(String name, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw wrong(name, value, "must not be negative and at most 365d",
					"Set it to a duration such as 0s, 500ms or 10s.");
		}
		return value;
	}

	@Nullable Duration notNegativeOrNull(String name, @Nullable Duration value) {
		return (value != null) ? notNegative(name, value) : null;
	}

	@Nullable Duration positiveOrNull(String name, @Nullable Duration value) {
		return (value != null) ? positive(name, value) : null;
	}

	/** Empty means the anonymous service. */
	ServiceName service(String name, String value) {
		try {
			return new ServiceName(value);
		}
		catch (IllegalArgumentException ex) {
			throw wrong(name, value, "is no name of a service: " + ex.getMessage(),
					"Use up to " + ServiceName.LONGEST + " bytes of UTF-8 without control characters.");
		}
	}

	void endpoints(List<String> values, EndpointsResolver resolver) {
		if (values.isEmpty()) {
			throw wrong("endpoints", "", "names nobody to connect to",
					"Name at least one endpoint such as tcp://127.0.0.1:5555, or remove the property.");
		}
		values.forEach((value) -> endpointToConnect(value, resolver));
	}

	/** Names are looked up later: only their form is judged. */
	private void endpointToConnect(String value, EndpointsResolver resolver) {
		if (value.startsWith("dns+tcp:") || value.startsWith("discovery:")) {
			if (!NAME.matcher(value).matches()) {
				throw wrong("endpoints", value, "is no name that can be looked up",
						"Write dns+tcp://<name>:<port>, discovery://<service-id> or discovery://<service-id>:<port>.");
			}
			Matcher port = NAMED_PORT.matcher(value);
			if (port.find()) {
				port("endpoints", value, Integer.parseInt(port.group(1)), false);
			}
			known(value, resolver);
			return;
		}
		endpoint("endpoints", value, false);
	}

	private void known(String value, EndpointsResolver resolver) {
		try {
			resolver.resolve(List.of(value));
		}
		catch (IllegalArgumentException ex) {
			throw wrong("endpoints", value, "cannot be used: " + ex.getMessage(),
					"Write tcp://<host>:<port> or dns+tcp://<name>:<port>; discovery:// needs a Spring Cloud discovery "
							+ "starter (Kubernetes, Consul, Eureka).");
		}
	}

	String bindAddress(String name, String value) {
		endpoint(name, value, true);
		return value;
	}

	/** By which clients elsewhere know what is bound here. */
	String publicEndpoint(String value) {
		endpoint("public-endpoint", value, false);
		return value;
	}

	String connectAddress(String name, String value) {
		endpoint(name, value, false);
		return value;
	}

	InvalidPiratePropertyException wrong(String name, Object value, String problem, String remedy) {
		return new InvalidPiratePropertyException(this.prefix + "." + name, text(value), problem, remedy);
	}

	private void endpoint(String name, String value, boolean bind) {
		if (value.startsWith("ipc:")) {
			throw wrong(name, value,
					"JeroMQ has no ipc transport: it would quietly use TCP on 127.0.0.1 at a port made of the name's "
							+ "hash (zeromq/jeromq#953)",
					"Use tcp://127.0.0.1:<port>.");
		}
		String form = bind ? "tcp://<address>:<port>, with port * for any free one" : "tcp://<host>:<port>";
		Matcher parts = TCP.matcher(value);
		if (!parts.matches()) {
			throw wrong(name, value, "is not an address of the form " + form, "Write " + form + ".");
		}
		boolean any = parts.group(1).equals("*") || parts.group(2).equals("*");
		if (any && !bind) {
			throw wrong(name, value, "names no host and port to connect to", "Write " + form + ".");
		}
		if (!parts.group(2).equals("*")) {
			port(name, value, Integer.parseInt(parts.group(2)), bind);
		}
	}

	private void port(String name, String value, int port, boolean bind) {
		if (port > LAST_PORT || port == 0) {
			throw wrong(name, value, "port " + port + " does not exist",
					"Use a port from 1 to " + LAST_PORT + (bind ? ", or * for any free one." : "."));
		}
	}

	private static String text(Object value) {
		if (value instanceof Enum<?> choice) {
			return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		if (!(value instanceof Duration duration)) {
			return value.toString();
		}
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
	}
}
