package io.pirate.reactor.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Many blocks of Salsa20 side by side. Each word of the state is an array with a lane for
 * each block, and each step is a loop over the lanes without anything else in it: that is
 * what the compiler turns into vector instructions, four times as fast as block by block.
 * Goes with {@link CurveBox} into JeroMQ's package. Not thread-safe.
 */
final class SalsaLanes {

	static final int BLOCK_BYTES = 64;

	/** What the arrays take, 16 KiB, stays in the nearest cache. */
	static final int MOST = 256;

	/** Fewer blocks are quicker one by one. */
	static final int FEWEST = 64;

	private static final int WORDS = 16;

	/** The word of the state that numbers the blocks. */
	private static final int COUNTER = 8;

	private static final int DOUBLE_ROUNDS = 10;

	private static final VarHandle TWO_WORDS = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private final int[][] lanes = new int[WORDS][MOST];

	/**
	 * Encrypts or decrypts whole blocks.
	 * @param state Salsa20's input, with the number of the first block; stays as it is
	 * @param blocks how many, at most {@value #MOST}
	 * @param from what to encrypt
	 * @param fromAt where it begins
	 * @param to is filled
	 * @param toAt from where on
	 */
	void xor(int[] state, int blocks, byte[] from, int fromAt, byte[] to, int toAt) {
		begin(state, blocks);
		int[][] x = this.lanes;
		for (int i = 0; i < DOUBLE_ROUNDS; i++) {
			quarter(x[0], x[4], x[8], x[12], blocks);
			quarter(x[5], x[9], x[13], x[1], blocks);
			quarter(x[10], x[14], x[2], x[6], blocks);
			quarter(x[15], x[3], x[7], x[11], blocks);
			quarter(x[0], x[1], x[2], x[3], blocks);
			quarter(x[5], x[6], x[7], x[4], blocks);
			quarter(x[10], x[11], x[8], x[9], blocks);
			quarter(x[15], x[12], x[13], x[14], blocks);
		}
		for (int word = 0; word < WORDS; word += 2) {
			boolean counts = word == COUNTER;
			put(x[word], state[word], counts ? 1 : 0, x[word + 1], state[word + 1], blocks, from, fromAt + 4 * word, to,
					toAt + 4 * word);
		}
	}

	private void begin(int[] state, int blocks) {
		for (int word = 0; word < WORDS; word++) {
			Arrays.fill(this.lanes[word], 0, blocks, state[word]);
		}
		int[] counters = this.lanes[COUNTER];
		for (int i = 0; i < blocks; i++) {
			counters[i] += i;
		}
	}

	private static void quarter(int[] a, int[] b, int[] c, int[] d, int blocks) {
		for (int i = 0; i < blocks; i++) {
			int first = a[i];
			int second = b[i];
			int third = c[i];
			int fourth = d[i];
			second ^= Integer.rotateLeft(first + fourth, 7);
			third ^= Integer.rotateLeft(second + first, 9);
			fourth ^= Integer.rotateLeft(third + second, 13);
			first ^= Integer.rotateLeft(fourth + third, 18);
			a[i] = first;
			b[i] = second;
			c[i] = third;
			d[i] = fourth;
		}
	}

	/** Two neighbouring words of all blocks. */
	private static void put(int[] low, int addedLow, int step, int[] high, int addedHigh, int blocks, byte[] from,
			int fromAt, byte[] to, int toAt) {
		for (int i = 0; i < blocks; i++) {
			long lowWord = (low[i] + addedLow + i * step) & 0xffff_ffffL;
			long highWord = (long) (high[i] + addedHigh) << Integer.SIZE;
			int at = i * BLOCK_BYTES;
			TWO_WORDS.set(to, toAt + at, (long) TWO_WORDS.get(from, fromAt + at) ^ (highWord | lowWord));
		}
	}

}
