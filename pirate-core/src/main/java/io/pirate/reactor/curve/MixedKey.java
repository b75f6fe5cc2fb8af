package io.pirate.reactor.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.bouncycastle.crypto.engines.Salsa20Engine;

/**
 * HSalsa20: makes a key of a key and 16 bytes, as XSalsa20 does with the beginning of its
 * nonce and NaCl with what X25519 yields. Goes with {@link CurveBox} into JeroMQ's
 * package.
 */
final class MixedKey {

	private static final int WORDS = 16;

	private static final int SIXTEEN = 16;

	private static final int ROUNDS = 20;

	/** "expand 32-byte k". */
	private static final int[] SIGMA = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 };

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private MixedKey() {
	}

	/**
	 * Mixes into the input of Salsa20.
	 * @param state its constants and key are filled
	 * @param secret 32 bytes
	 * @param sixteen what is mixed into it
	 */
	static void mix(int[] state, byte[] secret, byte[] sixteen) {
		for (int i = 0; i < 4; i++) {
			state[5 * i] = SIGMA[i];
			state[1 + i] = word(secret, 4 * i);
			state[6 + i] = word(sixteen, 4 * i);
			state[11 + i] = word(secret, SIXTEEN + 4 * i);
		}
		int[] core = new int[WORDS];
		Salsa20Engine.salsaCore(ROUNDS, state, core);
		// the core without its final addition
		int[] added = state.clone();
		for (int i = 0; i < 4; i++) {
			state[1 + i] = core[5 * i] - added[5 * i];
			state[11 + i] = core[6 + i] - added[6 + i];
		}
	}

	/**
	 * Mixes what X25519 yields.
	 * @param agreed 32 bytes
	 * @return 32 bytes
	 */
	static byte[] of(byte[] agreed) {
		int[] state = new int[WORDS];
		mix(state, agreed, new byte[SIXTEEN]);
		byte[] mixed = new byte[CurveBox.KEY_BYTES];
		for (int i = 0; i < 4; i++) {
			WORD.set(mixed, 4 * i, state[1 + i]);
			WORD.set(mixed, SIXTEEN + 4 * i, state[11 + i]);
		}
		return mixed;
	}

	private static int word(byte[] bytes, int at) {
		return (int) WORD.get(bytes, at);
	}

}
