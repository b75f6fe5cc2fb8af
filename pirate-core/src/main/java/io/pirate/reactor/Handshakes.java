package io.pirate.reactor;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

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

	/** The same, and some that are over. Whoever began first has the least time left. */
	private final Queue<Begun> inOrder = new ConcurrentLinkedQueue<>();

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
				Begun fresh = new Begun(peer, connection, now);
				this.begun.put(peer, fresh);
				this.inOrder.add(fresh);
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

	/**
	 * Sends away whoever takes too long. At each turn of the loop, so it must not look at
	 * all of them: strangers may begin any number.
	 * @return how many it has looked at
	 */
	int tick(long now) {
		int looked = 0;
		Begun first = this.inOrder.peek();
		while (first != null) {
			looked++;
			if (isOpen(first) && !first.end(now - this.patienceNanos)) {
				return looked;
			}
			this.begun.remove(first.peer, first);
			this.inOrder.remove();
			first = this.inOrder.peek();
		}
		return looked;
	}

	/** Neither finished, nor gone, nor followed by another one with its port. */
	private boolean isOpen(Begun any) {
		return any.connection.isOpen() && any.equals(this.begun.get(any.peer));
	}

	/** How many are not over, as far as anybody has looked. */
	int count() {
		return this.begun.size();
	}

	/**
	 * One of them.
	 *
	 * @param peer address and port
	 * @param connection of the peer
	 * @param since when
	 */
	private record Begun(String peer, SocketChannel connection, long since) {

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
