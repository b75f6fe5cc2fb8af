package io.pirate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.testing.RawCurvePeer.Stage;
import io.pirate.testing.RawCurvePeer.Tamper;
import io.pirate.wire.Frames;

/**
 * Peers with a valid key that damage one thing: a step of their handshake or a message,
 * on the wire or before they encrypt it. All the rest is as it should be, so that the
 * damage gets as far as it can.
 */
public final class CurveMutants {

	private static final int KEPT_OPEN = 16;

	/** Who is waited for has got what it takes. */
	private static final int PATIENCE_MILLIS = 150;

	private static final Stage[] STAGES = Stage.values();

	private final String serverKey;

	private final String publicKey;

	private final String secretKey;

	private final List<Frames> messages;

	private final long firstSeed;

	private final AtomicInteger letIn = new AtomicInteger();

	/**
	 * A run.
	 * @param serverKey public key of the victim
	 * @param publicKey of a peer that it lets in
	 * @param secretKey of that peer
	 * @param messages what it sends
	 * @param firstSeed seed of the first mutant
	 */
	public CurveMutants(String serverKey, String publicKey, String secretKey, List<Frames> messages, long firstSeed) {
		this.serverKey = serverKey;
		this.publicKey = publicKey;
		this.secretKey = secretKey;
		this.messages = List.copyOf(messages);
		this.firstSeed = firstSeed;
	}

	/**
	 * Throws mutants at a bound socket.
	 * @param endpoint where it listens
	 * @param count how many
	 * @param each run after every fifty, to see that others are served
	 * @return how many got through their handshake
	 */
	public int against(String endpoint, int count, Runnable each) {
		Deque<RawCurvePeer> open = new ArrayDeque<>();
		try {
			for (int i = 0; i < count; i++) {
				open.add(attack(endpoint, this.firstSeed + i));
				if (open.size() > KEPT_OPEN) {
					open.remove().close();
				}
				if (i % 50 == 49) {
					each.run();
				}
			}
			for (RawCurvePeer peer : open) {
				peer.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("nobody accepts at " + endpoint + ", seeds from " + this.firstSeed, ex);
		}
		return this.letIn.get();
	}

	private RawCurvePeer attack(String endpoint, long seed) throws IOException {
		RawCurvePeer peer = RawCurvePeer.connect(endpoint, damage(seed)).patience(PATIENCE_MILLIS);
		try {
			peer.handshake(this.serverKey, this.publicKey, this.secretKey,
					Map.of("Socket-Type", "DEALER", "Identity", ""));
			this.letIn.incrementAndGet();
			for (Frames message : this.messages) {
				peer.send(message);
			}
		}
		catch (IOException ex) {
			// not let in, or thrown out: that is what we are here for
		}
		return peer;
	}

	private static Tamper damage(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		Stage stage = STAGES[random.nextInt(STAGES.length)];
		AtomicInteger countdown = new AtomicInteger(stage.isMessage() ? random.nextInt(5) : 0);
		return (at, bytes) -> {
			if (at != stage || countdown.getAndDecrement() != 0) {
				return bytes;
			}
			return new StreamMutator(bytes).mutant(seed);
		};
	}

}
