package io.pirate.benchmarks.load;

/**
 * How a topology is asked.
 *
 * @param kind by what
 * @param callers blocking callers, or 0 for one caller that keeps requests open
 * @param window requests open at once, if there are no blocking callers
 * @param bytes of the body
 * @param connections over which a {@link Kind#COMPACT} or {@link Kind#DEALER} spreads its
 * window
 * @param rate requests per second at fixed times whatever comes back, or 0 for as many as
 * possible
 */
public record Load(Kind kind, int callers, int window, int bytes, int connections, double rate) {

	/** What asks. */
	public enum Kind {

		/** A plain JeroMQ REQ socket. */
		REQ,

		/** A plain JeroMQ DEALER socket: number, empty frame, body. */
		DEALER,

		/** A plain JeroMQ DEALER socket that sends the body and nothing else. */
		BODY,

		/** The same with CURVE. */
		CURVE_BODY,

		/** Such a socket that is opened for each request, and closed after it. */
		CONNECT,

		/** The same with CURVE. */
		CURVE_CONNECT,

		/** A plain JeroMQ DEALER socket that sends our compact form. */
		COMPACT,

		/** The same for a named service. */
		COMPACT_NAMED,

		/** Our client without Spring. */
		CLIENT,

		/** The same for a named service, by Majordomo. */
		CLIENT_NAMED,

		/** Our client with CURVE. */
		CURVE_CLIENT,

		/** Our client with converters and everything. */
		TEMPLATE,

		/** Our client, which leaves requests with Titanic. */
		SUBMIT,

		/** Nobody is asked: records go to a log file. */
		DISK,

		/** Spring's {@code RabbitTemplate}. */
		RABBIT,

		/** The Java client of NATS. */
		NATS,

		/** A blocking stub of gRPC. */
		GRPC

	}

	public static Load sync(Kind kind, int callers, int bytes) {
		return new Load(kind, callers, 0, bytes, 1, 0);
	}

	public static Load pipelined(Kind kind, int window, int bytes) {
		return new Load(kind, 0, window, bytes, 1, 0);
	}

	public Load over(int newConnections) {
		return new Load(this.kind, this.callers, this.window, this.bytes, newConnections, this.rate);
	}

	public Load at(double newRate) {
		return new Load(this.kind, this.callers, this.window, this.bytes, this.connections, newRate);
	}

	public String encode() {
		return this.kind + " " + this.callers + " " + this.window + " " + this.bytes + " " + this.connections + " "
				+ this.rate;
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @param words of a line
	 * @param from the index of the first one
	 * @return the load
	 */
	public static Load decode(String[] words, int from) {
		return new Load(Kind.valueOf(words[from]), Integer.parseInt(words[from + 1]), Integer.parseInt(words[from + 2]),
				Integer.parseInt(words[from + 3]), Integer.parseInt(words[from + 4]),
				Double.parseDouble(words[from + 5]));
	}

}
