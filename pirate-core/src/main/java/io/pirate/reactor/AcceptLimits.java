package io.pirate.reactor;

/**
 * How many connections one bound socket lets in.
 *
 * @param connections open at a time
 * @param perSecond new ones in a second, and as many at once;
 * {@value AcceptLimits#AS_THEY_COME} for as many as come
 */
public record AcceptLimits(int connections, int perSecond) {

	/** Handshakes cost nothing worth a limit. */
	public static final int AS_THEY_COME = 0;

	/** Connections take memory, and not more than there is. */
	public static final int AS_MANY_AS_FIT = 0;

	/** More open files than most systems allow. */
	private static final int MOST_CONNECTIONS = 20_000;

	/** What JeroMQ reads and writes at least at once, in direct memory. */
	private static final int SMALLEST_BUFFER = 8 * 1024;

	/** Two sockets may take so many tenths of the direct memory each. */
	private static final int TENTHS = 4;

	private static final int ALL_TENTHS = 10;

	/**
	 * A handshake with CURVE is work for the only I/O thread, before anybody is known.
	 */
	private static final int HANDSHAKES_PER_SECOND = 100;

	public AcceptLimits {
		if (connections < 1 || perSecond < 0) {
			throw new IllegalArgumentException("connections must be at least 1, and not negative in a second");
		}
	}

	/**
	 * Those that are stated, or as many connections as there is memory for their buffers.
	 * @param settings the socket's
	 * @return the limits
	 */
	static AcceptLimits of(SocketSettings settings) {
		AcceptLimits stated = settings.accept();
		return (stated != null) ? stated : of(settings, AS_MANY_AS_FIT, HANDSHAKES_PER_SECOND);
	}

	/**
	 * Those that are stated.
	 * @param settings the socket's
	 * @param connections how many, {@value AcceptLimits#AS_MANY_AS_FIT} for as many as
	 * there is memory for
	 * @param handshakes how many in a second if they are CURVE's; others cost nothing
	 * @return the limits
	 */
	public static AcceptLimits of(SocketSettings settings, int connections, int handshakes) {
		int most = (connections != AS_MANY_AS_FIT) ? connections : fitting(settings);
		return new AcceptLimits(most, (settings.curve() != null) ? handshakes : AS_THEY_COME);
	}

	/** Their buffers are direct memory, of which there is as much as heap. */
	private static int fitting(SocketSettings settings) {
		long each = (long) Math.max(settings.receiveBuffer(), SMALLEST_BUFFER)
				+ Math.max(settings.sendBuffer(), SMALLEST_BUFFER);
		long fit = Runtime.getRuntime().maxMemory() / ALL_TENTHS * TENTHS / each;
		return (int) Math.max(1, Math.min(MOST_CONNECTIONS, fit));
	}

}
