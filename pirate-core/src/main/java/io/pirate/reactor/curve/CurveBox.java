package io.pirate.reactor.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * NaCl's secret box, XSalsa20 and Poly1305, with the primitives of Bouncy Castle. Goes
 * with {@link FastCurve} into JeroMQ's package.
 * <p>
 * A nonce has 24 bytes. XSalsa20 mixes the first 16 into the key, and with CURVE those
 * are the same for all messages of one direction: the mixed key is kept for as long as
 * key and prefix stay the same, which saves a third of the work for a short message.
 * <p>
 * Layout as NaCl has it: a message begins with 32 bytes of zero, its box with 16 bytes of
 * zero and the 16 bytes of the authenticator. A key of zeros is no key: nobody agrees on
 * it, and it is what a mechanism has before it has agreed on one. Not thread-safe.
 */
final class CurveBox {

	static final int KEY_BYTES = 32;

	private static final int NONCE_PREFIX_BYTES = 16;

	private static final int ZERO_BYTES = 32;

	private static final int TAG_OFFSET = 16;

	private static final int TAG_BYTES = 16;

	private static final int ROUNDS = 20;

	private static final int WORDS = 16;

	/** "expand 32-byte k". */
	private static final int[] SIGMA = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 };

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private final byte[] key = new byte[KEY_BYTES];

	private final byte[] prefix = new byte[NONCE_PREFIX_BYTES];

	/** Zeros at first. */
	private boolean usable;

	/** Salsa20's input: constants, mixed key, rest of the nonce, number of the block. */
	private final int[] state = new int[WORDS];

	private final int[] stream = new int[WORDS];

	private final byte[] once = new byte[KEY_BYTES];

	private final byte[] tag = new byte[TAG_BYTES];

	private final Poly1305 authenticator = new Poly1305();

	/**
	 * Encrypts.
	 * @param box is filled
	 * @param message begins with 32 bytes of zero
	 * @param length of both
	 * @param nonce 24 bytes, never twice with one key
	 * @param secret the key that both sides have agreed on
	 * @return false if there is no key
	 */
	boolean seal(byte[] box, byte[] message, int length, byte[] nonce, byte[] secret) {
		if (length < ZERO_BYTES || !begin(nonce, secret)) {
			return false;
		}
		crypt(message, box, length);
		Arrays.fill(box, 0, TAG_OFFSET, (byte) 0);
		authenticate(box, length, box, TAG_OFFSET);
		return true;
	}

	/**
	 * Decrypts what is authentic.
	 * @param message is filled, if it is
	 * @param box as {@link #seal} made it
	 * @param length of both
	 * @param nonce 24 bytes
	 * @param secret the key that both sides have agreed on
	 * @return false if it is not, or there is no key
	 */
	boolean open(byte[] message, byte[] box, int length, byte[] nonce, byte[] secret) {
		if (length < ZERO_BYTES || !begin(nonce, secret)) {
			return false;
		}
		authenticate(box, length, this.tag, 0);
		if (!org.bouncycastle.util.Arrays.constantTimeAreEqual(TAG_BYTES, this.tag, 0, box, TAG_OFFSET)) {
			return false;
		}
		crypt(box, message, length);
		Arrays.fill(message, 0, ZERO_BYTES, (byte) 0);
		return true;
	}

	/**
	 * HSalsa20 of a key, as NaCl makes one of what X25519 yields.
	 * @param mixed is filled, 32 bytes
	 * @param secret 32 bytes
	 */
	void mix(byte[] mixed, byte[] secret) {
		hsalsa(secret, new byte[NONCE_PREFIX_BYTES]);
		for (int i = 0; i < 4; i++) {
			WORD.set(mixed, 4 * i, this.state[1 + i]);
			WORD.set(mixed, 16 + 4 * i, this.state[11 + i]);
		}
	}

	/**
	 * Its first block: half of it keys the authenticator, half of it is used up below.
	 */
	private boolean begin(byte[] nonce, byte[] secret) {
		if (!Arrays.equals(this.key, secret)
				|| !Arrays.equals(this.prefix, 0, NONCE_PREFIX_BYTES, nonce, 0, NONCE_PREFIX_BYTES)) {
			System.arraycopy(secret, 0, this.key, 0, KEY_BYTES);
			System.arraycopy(nonce, 0, this.prefix, 0, NONCE_PREFIX_BYTES);
			hsalsa(this.key, this.prefix);
			this.usable = !isZero(this.key);
		}
		if (!this.usable) {
			return false;
		}
		this.state[6] = word(nonce, NONCE_PREFIX_BYTES);
		this.state[7] = word(nonce, NONCE_PREFIX_BYTES + 4);
		this.state[8] = 0;
		this.state[9] = 0;
		Salsa20Engine.salsaCore(ROUNDS, this.state, this.stream);
		for (int i = 0; i < KEY_BYTES / 4; i++) {
			WORD.set(this.once, 4 * i, this.stream[i]);
		}
		return true;
	}

	private static boolean isZero(byte[] key) {
		int any = 0;
		for (byte each : key) {
			any |= each;
		}
		return any == 0;
	}

	/** From byte 32 on: the bytes before are zeros, and their stream is the key above. */
	private void crypt(byte[] from, byte[] to, int length) {
		int at = ZERO_BYTES;
		int word = ZERO_BYTES / 4;
		while (at < length) {
			if (word == WORDS) {
				nextBlock();
				word = 0;
			}
			int whole = Math.min((length - at) / 4, WORDS - word);
			for (int i = 0; i < whole; i++, at += 4) {
				WORD.set(to, at, word(from, at) ^ this.stream[word + i]);
			}
			word += whole;
			if (word < WORDS && at < length) {
				lastBytes(from, to, at, length, this.stream[word]);
				return;
			}
		}
	}

	private static void lastBytes(byte[] from, byte[] to, int start, int end, int word) {
		int rest = word;
		for (int at = start; at < end; at++) {
			to[at] = (byte) (from[at] ^ rest);
			rest >>>= 8;
		}
	}

	/** A message has far less than 2^32 blocks. */
	private void nextBlock() {
		this.state[8]++;
		Salsa20Engine.salsaCore(ROUNDS, this.state, this.stream);
	}

	private void authenticate(byte[] box, int length, byte[] to, int offset) {
		this.authenticator.init(new KeyParameter(this.once));
		this.authenticator.update(box, ZERO_BYTES, length - ZERO_BYTES);
		this.authenticator.doFinal(to, offset);
	}

	/** Leaves the mixed key in the state: the core without its final addition. */
	private void hsalsa(byte[] secret, byte[] sixteen) {
		for (int i = 0; i < 4; i++) {
			this.state[5 * i] = SIGMA[i];
			this.state[1 + i] = word(secret, 4 * i);
			this.state[6 + i] = word(sixteen, 4 * i);
			this.state[11 + i] = word(secret, 16 + 4 * i);
		}
		Salsa20Engine.salsaCore(ROUNDS, this.state, this.stream);
		int[] core = this.stream;
		int[] added = this.state.clone();
		for (int i = 0; i < 4; i++) {
			this.state[1 + i] = core[5 * i] - added[5 * i];
			this.state[11 + i] = core[6 + i] - added[6 + i];
		}
	}

	private static int word(byte[] bytes, int at) {
		return (int) WORD.get(bytes, at);
	}

}
