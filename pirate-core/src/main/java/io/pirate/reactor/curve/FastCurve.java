package io.pirate.reactor.curve;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

import org.bouncycastle.math.ec.rfc7748.X25519;
import zmq.util.Z85;

/**
 * What JeroMQ's mechanism of CURVE encrypts with. Becomes
 * {@code zmq.io.mechanism.curve.Curve} (see {@link CurveInstallation}), so its members
 * are those of that class, with the return codes of NaCl, 0 and -1, and it refers to
 * nothing but the JDK, Bouncy Castle and JeroMQ.
 * <p>
 * One thing is stricter than in the stock class: JeroMQ's client takes a server's READY
 * even if it comes before the WELCOME, when the key of the connection is still zeros.
 * Whoever knows that could play any server. Here a key of zeros opens nothing.
 */
@SuppressWarnings("ByteBufferBackingArray") // JeroMQ allocates all of them, as whole
											// arrays
public final class FastCurve {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.io.mechanism.curve.Curve of JeroMQ 0.6.0";

	private static final int OK = 0;

	private static final int FAILED = -1;

	private static final SecureRandom RANDOM = new SecureRandom();

	/** A connection has one of these, and one thread; a direction has one key. */
	private final CurveBox sealing = new CurveBox();

	private final CurveBox opening = new CurveBox();

	private final SharedKeys agreed = new SharedKeys();

	public FastCurve() {
	}

	public static String z85EncodePublic(byte[] publicKey) {
		return Z85.encode(publicKey, CurveBox.KEY_BYTES);
	}

	public String[] keypairZ85() {
		byte[][] pair = keypair();
		return new String[] { Z85.encode(pair[0], CurveBox.KEY_BYTES), Z85.encode(pair[1], CurveBox.KEY_BYTES) };
	}

	/** The public and the secret one. */
	public byte[][] keypair() {
		byte[] secretKey = random(CurveBox.KEY_BYTES);
		byte[] publicKey = new byte[CurveBox.KEY_BYTES];
		X25519.scalarMultBase(secretKey, 0, publicKey, 0);
		return new byte[][] { publicKey, secretKey };
	}

	/**
	 * The key that two sides agree on. Always 0: the callers only assert it. A public key
	 * with which everybody agrees on zeros gives the key of zeros, which opens nothing.
	 */
	int beforenm(byte[] sharedKey, byte[] publicKey, byte[] secretKey) {
		System.arraycopy(this.agreed.of(publicKey, secretKey), 0, sharedKey, 0, CurveBox.KEY_BYTES);
		return OK;
	}

	int afternm(ByteBuffer box, ByteBuffer message, int length, ByteBuffer nonce, byte[] sharedKey) {
		return afternm(box.array(), message.array(), length, nonce.array(), sharedKey);
	}

	int afternm(byte[] box, byte[] message, int length, byte[] nonce, byte[] sharedKey) {
		return this.sealing.seal(box, message, length, nonce, sharedKey) ? OK : FAILED;
	}

	int openAfternm(ByteBuffer message, ByteBuffer box, int length, ByteBuffer nonce, byte[] sharedKey) {
		return openAfternm(message.array(), box.array(), length, nonce.array(), sharedKey);
	}

	int openAfternm(byte[] message, byte[] box, int length, byte[] nonce, byte[] sharedKey) {
		return this.opening.open(message, box, length, nonce, sharedKey) ? OK : FAILED;
	}

	int open(ByteBuffer message, ByteBuffer box, int length, ByteBuffer nonce, byte[] publicKey, byte[] secretKey) {
		return open(message.array(), box.array(), length, nonce.array(), publicKey, secretKey);
	}

	int open(byte[] message, byte[] box, int length, byte[] nonce, byte[] publicKey, byte[] secretKey) {
		byte[] sharedKey = this.agreed.of(publicKey, secretKey);
		return new CurveBox().open(message, box, length, nonce, sharedKey) ? OK : FAILED;
	}

	int secretbox(ByteBuffer box, ByteBuffer message, int length, ByteBuffer nonce, byte[] key) {
		return secretbox(box.array(), message.array(), length, nonce.array(), key);
	}

	int secretbox(byte[] box, byte[] message, int length, byte[] nonce, byte[] key) {
		return new CurveBox().seal(box, message, length, nonce, key) ? OK : FAILED;
	}

	int secretboxOpen(ByteBuffer message, ByteBuffer box, int length, ByteBuffer nonce, byte[] key) {
		return secretboxOpen(message.array(), box.array(), length, nonce.array(), key);
	}

	int secretboxOpen(byte[] message, byte[] box, int length, byte[] nonce, byte[] key) {
		return new CurveBox().open(message, box, length, nonce, key) ? OK : FAILED;
	}

	byte[] random(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	public int box(ByteBuffer box, ByteBuffer message, int length, ByteBuffer nonce, byte[] publicKey,
			byte[] secretKey) {
		return box(box.array(), message.array(), length, nonce.array(), publicKey, secretKey);
	}

	public int box(byte[] box, byte[] message, int length, byte[] nonce, byte[] publicKey, byte[] secretKey) {
		byte[] sharedKey = this.agreed.of(publicKey, secretKey);
		return new CurveBox().seal(box, message, length, nonce, sharedKey) ? OK : FAILED;
	}

}
