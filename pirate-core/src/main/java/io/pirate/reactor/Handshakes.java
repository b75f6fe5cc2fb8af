package io.pirate.reactor;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import zmq.io.net.Address;

/**
 * The handshakes at a bound socket that are not over. JeroMQ 0.6.0 times only the
 * greeting: who greets, or begins with a recorded command, and then says no more keeps a
 * connection for ever. Here it is sent away.
 * <p>
 * So are peers that greet in ZMTP 1 or 2. They have no handshake that could be over, and
 * nobody hears them: {@link FrameGuard} drops what they say.
 * <p>
 * Begun and finished on the I/O thread, looked at on the loop's.
 */
final class Handshakes {

	private final Map<String, Begun> begun = new ConcurrentHashMap<>();

	private final long patienceNanos;

	/**
	 * No handshakes.
	 * @param patienceNanos after which one that is not over ends
	 */
	Handshakes(long patienceNanos) {
		this.patienceNanos = patienceNanos;
	}

	/** Somebody was let in. */
	void begin(Object channel, long now) {
		if (channel instanceof SocketChannel connection) {
			try {
				String peer = new Address(connection.getRemoteAddress()).address();
				this.begun.put(peer, new Begun(connection, now));
			}
			catch (IOException | RuntimeException ex) {
				// gone already
			}
		}
	}

	/**
	 * Somebody has said, or proved, who he is.
	 * @param peer address and port, as JeroMQ writes it
	 */
	void finish(String peer) {
		this.begun.remove(peer);
	}

	/** Sends away whoever takes too long. */
	void tick(long now) {
		this.begun.values().removeIf((each) -> each.isOver() || each.end(now - this.patienceNanos));
	}

	/** How many are not over, as far as anybody has looked. */
	int count() {
		return this.begun.size();
	}

	/**
	 * One of them.
	 *
	 * @param connection of the peer
	 * @param since when
	 */
	private record Begun(SocketChannel connection, long since) {

		boolean isOver() {
			return !this.connection.isOpen();
		}

		/**
		 * Not closed: JeroMQ has to see the end itself, or it keeps what belongs to it.
		 */
		boolean end(long latestBegin) {
			if (this.since - latestBegin > 0) {
				return false;
			}
			try {
				this.connection.shutdownInput();
			}
			catch (IOException ex) {
				// as ended as it gets
			}
			return true;
		}

	}

}
