package io.pirate.process;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

import io.pirate.CurveKeyPair;
import io.pirate.testing.RawCurvePeer;
import io.pirate.testing.RawCurvePeer.Stage;
import io.pirate.testing.RawCurvePeer.Tamper;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom an attack is against, and with what.
 *
 * @param frontend of the queue
 * @param backend of the queue
 * @param keys who is who
 * @param open what stays open until the queue has been looked at
 */
record AttackGround(String frontend, String backend, AttackKeys keys, List<AutoCloseable> open) {

	/** Whoever is let in at all gets an answer in this time. */
	private static final int PATIENCE_MILLIS = 500;

	private static final int KEPT_OPEN = 1_000;

	private static final long SECOND = 1_000_000_000;

	private static final long SOON_NANOS = 20 * SECOND;

	private static final Map<String, String> DEALER = Map.of("Socket-Type", "DEALER", "Identity", "");

	/**
	 * Connections that say something and wait for what comes: as many as there can be in
	 * a second, so that the queue lets in as many as it ever does.
	 * @param staying whether the first of them stay until the queue has been looked at:
	 * it has to send them away itself
	 */
	void strangers(boolean staying, IntFunction<byte[]> says) throws IOException {
		Deque<RawPeer> waiting = new ArrayDeque<>();
		long end = System.nanoTime() + SECOND;
		while (System.nanoTime() - end < 0) {
			RawPeer peer = RawPeer.connect(this.frontend);
			sendIfLet(peer, says.apply(waiting.size()));
			waiting.add(peer);
			if (waiting.size() > KEPT_OPEN) {
				waiting.removeLast().close();
			}
		}
		if (staying) {
			this.open.addAll(waiting);
			return;
		}
		for (RawPeer peer : waiting) {
			peer.close();
		}
	}

	private static void sendIfLet(RawPeer peer, byte[] bytes) {
		try {
			peer.send(bytes);
		}
		catch (IOException ex) {
			// sent away already
		}
	}

	/** The first two things that a valid peer has sent. */
	byte[] recordedHello() throws IOException {
		AtomicReference<byte[]> hello = new AtomicReference<>();
		this.open.add(insider(this.frontend, (stage, bytes) -> {
			if (stage == Stage.HELLO) {
				hello.set(bytes);
			}
			return bytes;
		}));
		byte[] greeting = curve(RawPeer.greeting());
		byte[] both = Arrays.copyOf(greeting, greeting.length + hello.get().length);
		System.arraycopy(hello.get(), 0, both, greeting.length, hello.get().length);
		return both;
	}

	private static byte[] curve(byte[] greeting) {
		System.arraycopy(new byte[] { 'C', 'U', 'R', 'V', 'E' }, 0, greeting, 12, 5);
		return greeting;
	}

	/** Whole handshakes with keys that nobody knows. */
	void unknownPeers(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			CurveKeyPair unknown = CurveKeyPair.generate();
			boolean letIn;
			try (RawCurvePeer peer = RawCurvePeer.connect(this.frontend, Tamper.NONE).patience(PATIENCE_MILLIS)) {
				peer.handshake(this.keys.server().publicKey(), unknown.publicKey(), unknown.secretKey(), DEALER);
				letIn = true;
			}
			catch (IOException ex) {
				letIn = false;
			}
			assertThat(letIn).isFalse();
		}
	}

	/** A valid peer sends all of these and reads nothing; it stays. */
	void insider(String endpoint, int count, IntFunction<Frames> says) throws IOException {
		RawCurvePeer peer = insider(endpoint, Tamper.NONE);
		this.open.add(peer);
		for (int i = 0; i < count; i++) {
			peer.send(says.apply(i));
		}
	}

	/** Valid peers that send one message each. */
	void insiders(int count, IntFunction<Frames> says) throws IOException {
		for (int i = 0; i < count; i++) {
			try (RawCurvePeer peer = insider(this.frontend, Tamper.NONE)) {
				sendIfLet(peer, says.apply(i));
			}
		}
	}

	private static void sendIfLet(RawCurvePeer peer, Frames message) {
		try {
			peer.send(message);
		}
		catch (IOException ex) {
			// thrown out while sending: that is what we are here for
		}
	}

	/** Not more come in than the queue lets in within a second: tries again at once. */
	private RawCurvePeer insider(String endpoint, Tamper tamper) throws IOException {
		long end = System.nanoTime() + SOON_NANOS;
		while (true) {
			RawCurvePeer peer = RawCurvePeer.connect(endpoint, tamper).patience(PATIENCE_MILLIS);
			try {
				peer.handshake(this.keys.server().publicKey(), this.keys.hostile().publicKey(),
						this.keys.hostile().secretKey(), DEALER);
				return peer;
			}
			catch (IOException ex) {
				peer.close();
				if (System.nanoTime() - end > 0) {
					throw ex;
				}
			}
		}
	}

}
