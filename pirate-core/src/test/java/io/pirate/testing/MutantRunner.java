package io.pirate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/**
 * Throws damaged streams at a socket: at one that binds by connecting, at one that
 * connects by binding. Keeps some connections open so that half of them overlap.
 */
public final class MutantRunner {

	private static final int KEPT_OPEN = 16;

	private final LongFunction<byte[]> mutants;

	private final long firstSeed;

	private final int count;

	/**
	 * A run.
	 * @param valid what a well-behaved peer would send
	 * @param firstSeed seed of the first mutant
	 * @param count how many
	 */
	public MutantRunner(byte[] valid, long firstSeed, int count) {
		this(new StreamMutator(valid)::mutant, firstSeed, count);
	}

	/**
	 * A run.
	 * @param mutants a damaged stream for each seed
	 * @param firstSeed seed of the first mutant
	 * @param count how many
	 */
	public MutantRunner(LongFunction<byte[]> mutants, long firstSeed, int count) {
		this.mutants = mutants;
		this.firstSeed = firstSeed;
		this.count = count;
	}

	/**
	 * How many mutants a build throws.
	 * @return 2,000, or 50,000 in the long run
	 */
	public static int gate() {
		return Gate.of(2_000, 50_000);
	}

	/**
	 * Throws all mutants at a bound socket.
	 * @param endpoint where it listens
	 * @param each run after every hundred, to see that others are served
	 */
	public void against(String endpoint, Runnable each) {
		Deque<RawPeer> open = new ArrayDeque<>();
		try {
			for (int i = 0; i < this.count; i++) {
				open.add(attack(endpoint, i));
				if (open.size() > KEPT_OPEN) {
					open.remove().close();
				}
				if (i % 100 == 99) {
					each.run();
				}
			}
			for (RawPeer peer : open) {
				peer.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("nobody accepts at " + endpoint + ", seeds from " + this.firstSeed, ex);
		}
	}

	private RawPeer attack(String endpoint, int index) throws IOException {
		RawPeer peer = RawPeer.connect(endpoint);
		send(peer, index);
		return peer;
	}

	private void send(RawPeer peer, int index) {
		try {
			peer.send(this.mutants.apply(this.firstSeed + index));
		}
		catch (IOException ex) {
			// thrown out while sending: that is what we are here for
		}
	}

	/**
	 * Answers every connection with the next mutant, until all are used up.
	 * @return the server, to be closed by the test
	 * @throws IOException if no port is free
	 */
	public Server listen() throws IOException {
		return new Server(this);
	}

	/** A server that sends mutants to whoever connects. */
	public static final class Server implements AutoCloseable {

		private final ServerSocket socket;

		private final AtomicInteger sent = new AtomicInteger();

		private Server(MutantRunner run) throws IOException {
			this.socket = new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1"));
			Thread thread = new Thread(() -> serve(run), "mutants");
			thread.setDaemon(true);
			thread.start();
		}

		public String endpoint() {
			return "tcp://127.0.0.1:" + this.socket.getLocalPort();
		}

		/** Mutants sent so far. */
		public int sent() {
			return this.sent.get();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

		private void serve(MutantRunner run) {
			try {
				while (this.sent.get() < run.count) {
					try (Socket accepted = this.socket.accept()) {
						run.send(RawPeer.over(accepted), this.sent.getAndIncrement());
					}
				}
			}
			catch (IOException ex) {
				// closed by the test
			}
		}

	}

}
