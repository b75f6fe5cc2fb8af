package io.pirate.reactor;

/**
 * How many connections one bound socket lets in.
 *
 * @param connections open at a time; {@value AcceptLimits#AS_MANY_AS_FIT} for as many as
 * there is memory for
 * @param perSecond new ones in a second; {@value AcceptLimits#AS_THEY_COME} for as many
 * as come, {@value AcceptLimits#USUAL} for the usual number, and then at once, too
 * @param atOnce new ones at the same time, after a while without any
 */
public record AcceptLimits(int connections, int perSecond, int atOnce) {

	/** Handshakes cost nothing worth a limit. */
	public static final int AS_THEY_COME = 0;

	/** In a second, as many as suit how handshakes are computed. */
	public static final int USUAL = -1;

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
	 * A handshake with CURVE is half a millisecond of work for the only I/O thread, or a
	 * whole one, before anybody is known.
	 */
	private static final int HANDSHAKES_PER_SECOND = 200;

	/** Everybody else waits while these are computed. */
	public static final int HANDSHAKES_AT_ONCE = 10;

	/** With JeroMQ's own cryptography one takes twenty times as long. */
	private static final int SLOW_HANDSHAKES_PER_SECOND = 10;

	private static final int SLOW_HANDSHAKES_AT_ONCE = 2;

	public AcceptLimits {
		if (connections < 0 || perSecond < USUAL || atOnce < 1) {
			throw new IllegalArgumentException(
					"connections must be at least 1 at once, and not negative at a time and in a second");
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
	 * Those that are stated, and where they are not as many connections as there is
	 * memory for their buffers, and handshakes as may be computed beside everything else.
	 * @param settings the socket's
	 * @param fast whether CURVE is computed with our cryptography
	 * @return the limits
	 */
	static AcceptLimits of(SocketSettings settings, boolean fast) {
		AcceptLimits usual = usual(settings, fast);
		AcceptLimits stated = settings.accept();
		if (stated == null) {
			return usual;
		}
		int most = (stated.connections != AS_MANY_AS_FIT) ? stated.connections : usual.connections;
		return (stated.perSecond != USUAL) ? new AcceptLimits(most, stated.perSecond, stated.atOnce)
				: new AcceptLimits(most, usual.perSecond, usual.atOnce);
	}

	private static AcceptLimits usual(SocketSettings settings, boolean fast) {
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
