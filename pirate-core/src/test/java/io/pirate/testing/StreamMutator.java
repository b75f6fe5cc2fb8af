package io.pirate.testing;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages a valid stream of ZMTP bytes, the same way for the same seed.
 */
public final class StreamMutator {

	private static final int MAX_CHANGES = 4;

	private final byte[] valid;

	/**
	 * A mutator of one stream.
	 * @param valid what a well-behaved peer would send
	 */
	public StreamMutator(byte[] valid) {
		this.valid = valid.clone();
	}

	/**
	 * One damaged stream.
	 * @param seed which one
	 * @return its bytes, never the valid ones on purpose
	 */
	public byte[] mutant(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		byte[] bytes = this.valid.clone();
		int changes = 1 + random.nextInt(MAX_CHANGES);
		for (int i = 0; i < changes && bytes.length > 0; i++) {
			bytes = change(bytes, random);
		}
		return bytes;
	}

	private static byte[] change(byte[] bytes, SplittableRandom random) {
		int at = random.nextInt(bytes.length);
		return switch (random.nextInt(8)) {
			case 0 -> {
				bytes[at] ^= (byte) (1 << random.nextInt(8));
				yield bytes;
			}
			case 1 -> {
				bytes[at] = (byte) random.nextInt(256);
				yield bytes;
			}
			case 2 -> Arrays.copyOf(bytes, at);
			case 3 -> insert(bytes, at, garbage(random));
			case 4 -> insert(bytes, at, extremeHeader(random));
			case 5 -> remove(bytes, at, 1 + random.nextInt(16));
			case 6 -> insert(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 64)));
			default -> insert(bytes, 0, garbage(random));
		};
	}

	private static byte[] garbage(SplittableRandom random) {
		byte[] garbage = new byte[1 + random.nextInt(64)];
		random.nextBytes(garbage);
		return garbage;
	}

	private static byte[] extremeHeader(SplittableRandom random) {
		long[] sizes = { -1L, Long.MIN_VALUE, Long.MIN_VALUE + 5, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, 1L << 30,
				1L << 20, (1L << 20) + 1, 0 };
		return RawPeer.hugeHeader(sizes[random.nextInt(sizes.length)], random.nextBoolean());
	}

	private static byte[] insert(byte[] bytes, int at, byte[] extra) {
		byte[] result = Arrays.copyOf(bytes, bytes.length + extra.length);
		System.arraycopy(bytes, at, result, at + extra.length, bytes.length - at);
		System.arraycopy(extra, 0, result, at, extra.length);
		return result;
	}

	private static byte[] remove(byte[] bytes, int at, int count) {
		int end = Math.min(bytes.length, at + count);
		byte[] result = Arrays.copyOf(bytes, bytes.length - (end - at));
		System.arraycopy(bytes, end, result, at, bytes.length - end);
		return result;
	}

}
