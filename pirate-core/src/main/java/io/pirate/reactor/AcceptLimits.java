package io.pirate.reactor;

/**
 * How many connections one bound socket lets in.
 *
 * @param connections open at a time
 * @param perSecond new ones in a second; {@value AcceptLimits#AS_THEY_COME} for as many
 * as come
 * @param atOnce new ones at the same time, after a while without any
 */
public record AcceptLimits(int connections, int perSecond, int atOnce) {

	/** Handshakes cost nothing worth a limit. */
	public static final int AS_THEY_COME = 0;

	/** More open files than most systems allow. */
	private static final int MOST_CONNECTIONS = 20_000;

	/** What JeroMQ reads and writes at least at once, in direct memory. */
	private static final int SMALLEST_BUFFER = 8 * 1024;

	/** Two sockets may take so many tenths of the direct memory each. */
	private static final int TENTHS = 4;

	private static final int ALL_TENTHS = 10;

	/**
	 * A handshake with CURVE is half a millisecond of work for the only I/O thread, or a
	 * whole one, before anybody is known.
	 */
	private static final int HANDSHAKES_PER_SECOND = 200;

	/** Everybody else waits while these are computed. */
	private static final int HANDSHAKES_AT_ONCE = 10;

	/** With JeroMQ's own cryptography one takes twenty times as long. */
	private static final int SLOW_HANDSHAKES_PER_SECOND = 10;

	private static final int SLOW_HANDSHAKES_AT_ONCE = 2;

	public AcceptLimits {
		if (connections < 1 || perSecond < 0 || atOnce < 1) {
			throw new IllegalArgumentException(
					"connections must be at least 1, at a time and at once, and not negative in a second");
		}
	}

	/**
	 * As many in a second as they come.
	 * @param connections open at a time
	 */
	AcceptLimits(int connections) {
		this(connections, AS_THEY_COME, 1);
	}

	/**
	 * Those that are stated, or as many connections as there is memory for their buffers.
	 * @param settings the socket's
	 * @param fast whether CURVE is computed with our cryptography
	 * @return the limits
	 */
	static AcceptLimits of(SocketSettings settings, boolean fast) {
		AcceptLimits stated = settings.accept();
		if (stated != null) {
			return stated;
		}
		long each = (long) Math.max(settings.receiveBuffer(), SMALLEST_BUFFER)
				+ Math.max(settings.sendBuffer(), SMALLEST_BUFFER);
		long fit = Runtime.getRuntime().maxMemory() / ALL_TENTHS * TENTHS / each;
		int connections = (int) Math.max(1, Math.min(MOST_CONNECTIONS, fit));
		if (settings.curve() == null) {
			return new AcceptLimits(connections);
		}
		return fast ? new AcceptLimits(connections, HANDSHAKES_PER_SECOND, HANDSHAKES_AT_ONCE)
				: new AcceptLimits(connections, SLOW_HANDSHAKES_PER_SECOND, SLOW_HANDSHAKES_AT_ONCE);
	}

}
