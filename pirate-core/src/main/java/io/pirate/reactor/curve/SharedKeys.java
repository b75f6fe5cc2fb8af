package io.pirate.reactor.curve;

import java.util.Arrays;

import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * The keys that the two sides of a connection agree on. Goes with {@link FastCurve} into
 * JeroMQ's package.
 * <p>
 * JeroMQ asks for one whenever it opens or closes a box: five times in a handshake, but
 * for three of them, as HELLO and WELCOME have the same two keys, and so have INITIATE
 * and the messages after it. The latest two are kept, which is enough for that order.
 * Thread-safe: a connection has one thread, but JeroMQ's class may be anybody's.
 */
final class SharedKeys {

	private static final int KEPT = 2;

	private final byte[][] publicKeys = new byte[KEPT][CurveBox.KEY_BYTES];

	private final byte[][] secretKeys = new byte[KEPT][CurveBox.KEY_BYTES];

	private final byte[][] sharedKeys = new byte[KEPT][];

	private int computed;

	/**
	 * What two keys agree on.
	 * @param publicKey of the one side; what is beyond 32 bytes does not count
	 * @param secretKey of the other side
	 * @return zeros if X25519 yields them, whatever the secret; not to be changed
	 */
	synchronized byte[] of(byte[] publicKey, byte[] secretKey) {
		for (int i = 0; i < KEPT; i++) {
			if (this.sharedKeys[i] != null && startsWith(publicKey, this.publicKeys[i])
					&& startsWith(secretKey, this.secretKeys[i])) {
				return this.sharedKeys[i];
			}
		}
		int oldest = Math.floorMod(this.computed++, KEPT);
		System.arraycopy(publicKey, 0, this.publicKeys[oldest], 0, CurveBox.KEY_BYTES);
		System.arraycopy(secretKey, 0, this.secretKeys[oldest], 0, CurveBox.KEY_BYTES);
		this.sharedKeys[oldest] = agree(publicKey, secretKey);
		return this.sharedKeys[oldest];
	}

	/** How many had to be computed. */
	synchronized int computed() {
		return this.computed;
	}

	private static byte[] agree(byte[] publicKey, byte[] secretKey) {
		byte[] agreed = new byte[CurveBox.KEY_BYTES];
		boolean any = X25519.calculateAgreement(secretKey, 0, publicKey, 0, agreed, 0);
		return any ? MixedKey.of(agreed) : new byte[CurveBox.KEY_BYTES];
	}

	private static boolean startsWith(byte[] key, byte[] kept) {
		return Arrays.equals(key, 0, CurveBox.KEY_BYTES, kept, 0, CurveBox.KEY_BYTES);
	}

}
