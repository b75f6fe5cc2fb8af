package io.pirate.reactor.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.bouncycastle.crypto.engines.Salsa20Engine;

/**
 * NaCl's secret box, XSalsa20 and Poly1305. Goes with {@link FastCurve} into JeroMQ's
 * package.
 * <p>
 * A nonce has 24 bytes. XSalsa20 mixes the first 16 into the key, and with CURVE those
 * are the same for all messages of one direction: the mixed key is kept for as long as
 * key and prefix stay the same, which saves a third of the work for a short message.
 * <p>
 * Layout as NaCl has it: a message begins with 32 bytes of zero, its box with 16 bytes of
 * zero and the 16 bytes of the authenticator. Frames of JeroMQ are done without those
 * zeros, from array to array: what is encrypted of them is a byte of flags and their
 * body. A key of zeros is no key: nobody agrees on it, and it is what a mechanism has
 * before it has agreed on one. Not thread-safe.
 */
final class CurveBox {

	static final int KEY_BYTES = 32;

	private static final int NONCE_PREFIX_BYTES = 16;

	private static final int ZERO_BYTES = 32;

	private static final int TAG_OFFSET = 16;

	private static final int ROUNDS = 20;

	private static final int WORDS = 16;

	/** 16 KiB for each thread that has much to encrypt, not for each connection. */
	private static final ThreadLocal<SalsaLanes> LANES = ThreadLocal.withInitial(SalsaLanes::new);

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private final byte[] key = new byte[KEY_BYTES];

	private final byte[] prefix = new byte[NONCE_PREFIX_BYTES];

	/** Zeros at first. */
	private boolean usable;

	/** Salsa20's input: constants, mixed key, rest of the nonce, number of the block. */
	private final int[] state = new int[WORDS];

	private final int[] stream = new int[WORDS];

	private final byte[] once = new byte[KEY_BYTES];

	private final byte[] tag = new byte[OneTimeTag.BYTES];

	private final OneTimeTag authenticator = new OneTimeTag();

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
		crypt(message, ZERO_BYTES, box, ZERO_BYTES, length - ZERO_BYTES, ZERO_BYTES);
		Arrays.fill(box, 0, TAG_OFFSET, (byte) 0);
		this.authenticator.compute(this.once, box, ZERO_BYTES, length - ZERO_BYTES, box, TAG_OFFSET);
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
		if (length < ZERO_BYTES || !accepts(box, ZERO_BYTES, length, nonce, secret)) {
			return false;
		}
		crypt(box, ZERO_BYTES, message, ZERO_BYTES, length - ZERO_BYTES, ZERO_BYTES);
		Arrays.fill(message, 0, ZERO_BYTES, (byte) 0);
		return true;
	}

	/**
	 * Encrypts a byte and what follows it.
	 * @param first the byte
	 * @param rest what follows it
	 * @param length of that
	 * @param box is filled: the authenticator, the byte and the rest
	 * @param at where the encrypted byte goes, after the authenticator
	 * @param nonce 24 bytes, never twice with one key
	 * @param secret the key that both sides have agreed on
	 * @return false if there is no key
	 */
	boolean seal(byte first, byte[] rest, int length, byte[] box, int at, byte[] nonce, byte[] secret) {
		if (!begin(nonce, secret)) {
			return false;
		}
		box[at] = first(first);
		crypt(rest, 0, box, at + 1, length, ZERO_BYTES + 1);
		this.authenticator.compute(this.once, box, at, length + 1, box, at - OneTimeTag.BYTES);
		return true;
	}

	/**
	 * Whether a box is authentic. If it is, {@link #first} and {@link #open} are next.
	 * @param box the authenticator and what it authenticates
	 * @param at where that begins
	 * @param end where it ends
	 * @param nonce 24 bytes
	 * @param secret the key that both sides have agreed on
	 * @return false if it is not, or there is no key
	 */
	boolean accepts(byte[] box, int at, int end, byte[] nonce, byte[] secret) {
		if (!begin(nonce, secret)) {
			return false;
		}
		this.authenticator.compute(this.once, box, at, end - at, this.tag, 0);
		return isTag(box, at - OneTimeTag.BYTES);
	}

	/**
	 * Begins a box that is opened as it comes: {@link #openInPlace} for what has come,
	 * {@link #ends} for the rest.
	 * @param nonce 24 bytes
	 * @param secret the key that both sides have agreed on
	 * @return false if there is no key
	 */
	boolean begins(byte[] nonce, byte[] secret) {
		if (!begin(nonce, secret)) {
			return false;
		}
		this.authenticator.begin(this.once);
		return true;
	}

	/** Up to the end of a block; only the first time from the middle of one. */
	void openInPlace(byte[] box, int from, int to, boolean first) {
		this.authenticator.add(box, from, to);
		crypt(box, from, box, from, to - from, first ? ZERO_BYTES : SalsaLanes.BLOCK_BYTES);
	}

	/** Whether all of it is authentic; what is left is still encrypted. */
	boolean ends(byte[] box, int at, int from, int to) {
		this.authenticator.end(box, from, to, this.tag, 0);
		return isTag(box, at - OneTimeTag.BYTES);
	}

	/** What is left, from the end of a block. */
	void openRest(byte[] box, int from, byte[] rest, int restAt, int length) {
		crypt(box, from, rest, restAt, length, SalsaLanes.BLOCK_BYTES);
	}

	private boolean isTag(byte[] box, int at) {
		int difference = 0;
		for (int i = 0; i < OneTimeTag.BYTES; i++) {
			difference |= this.tag[i] ^ box[at + i];
		}
		return difference == 0;
	}

	/** Encrypts or decrypts the first byte. */
	byte first(byte value) {
		return (byte) (value ^ this.stream[ZERO_BYTES / 4]);
	}

	/**
	 * Decrypts what follows the first byte.
	 * @param box what was authentic
	 * @param at where the rest begins
	 * @param rest is filled
	 * @param length of that
	 */
	void open(byte[] box, int at, byte[] rest, int length) {
		crypt(box, at, rest, 0, length, ZERO_BYTES + 1);
	}

	/**
	 * Its first block: half of it keys the authenticator, half of it is used up below.
	 */
	private boolean begin(byte[] nonce, byte[] secret) {
		if (!Arrays.equals(this.key, secret)
				|| !Arrays.equals(this.prefix, 0, NONCE_PREFIX_BYTES, nonce, 0, NONCE_PREFIX_BYTES)) {
			System.arraycopy(secret, 0, this.key, 0, KEY_BYTES);
			System.arraycopy(nonce, 0, this.prefix, 0, NONCE_PREFIX_BYTES);
			MixedKey.mix(this.state, this.key, this.prefix);
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

	/**
	 * Begins within the block that is there, and ends with the last one it needs.
	 * @param position in the stream: 32 bytes of it are the key above
	 */
	private void crypt(byte[] from, int fromAt, byte[] to, int toAt, int length, int position) {
		int done = Math.min(length, SalsaLanes.BLOCK_BYTES - position);
		cryptSome(from, fromAt, to, toAt, done, position);
		int blocks = (length - done) / SalsaLanes.BLOCK_BYTES;
		while (blocks >= SalsaLanes.FEWEST) {
			// two halves, rather than a few blocks that are left
			int together = (blocks < 2 * SalsaLanes.MOST && blocks > SalsaLanes.MOST) ? blocks / 2
					: Math.min(blocks, SalsaLanes.MOST);
			// a message has far less than 2^32 blocks
			this.state[8]++;
			LANES.get().xor(this.state, together, from, fromAt + done, to, toAt + done);
			this.state[8] += together - 1;
			done += together * SalsaLanes.BLOCK_BYTES;
			blocks -= together;
		}
		while (done < length) {
			this.state[8]++;
			Salsa20Engine.salsaCore(ROUNDS, this.state, this.stream);
			int count = Math.min(length - done, SalsaLanes.BLOCK_BYTES);
			cryptSome(from, fromAt + done, to, toAt + done, count, 0);
			done += count;
		}
	}

	/** Words of the stream, and the bytes before and after them. */
	private void cryptSome(byte[] from, int fromAt, byte[] to, int toAt, int length, int position) {
		int i = 0;
		for (; i < length && (position + i) % 4 != 0; i++) {
			to[toAt + i] = (byte) (from[fromAt + i] ^ streamByte(position + i));
		}
		for (; i + 4 <= length; i += 4) {
			WORD.set(to, toAt + i, word(from, fromAt + i) ^ this.stream[(position + i) / 4]);
		}
		for (; i < length; i++) {
			to[toAt + i] = (byte) (from[fromAt + i] ^ streamByte(position + i));
		}
	}

	private int streamByte(int position) {
		return this.stream[position / 4] >>> (position % 4 * Byte.SIZE);
	}

	private static int word(byte[] bytes, int at) {
		return (int) WORD.get(bytes, at);
	}

}
