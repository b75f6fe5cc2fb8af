package io.pirate.reactor.curve;

import java.util.Arrays;
import java.util.Random;

import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Bit for bit what Bouncy Castle's Poly1305 yields. */
class OneTimeTagTest {

	private static final int BEFORE = 5;

	private final OneTimeTag tag = new OneTimeTag();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void anyKeyAndAnyBytes(long seed) {
		Random random = new Random(seed);
		for (int length = 0; length < 700; length++) {
			assertSame(bytes(random, 32), bytes(random, BEFORE + length), length);
		}
		assertSame(bytes(random, 32), bytes(random, BEFORE + 100_001), 100_001);
	}

	/** Where limbs overflow most, and the sum is just below, at or above 2^130 - 5. */
	@Test
	void theLargestNumbers() {
		for (int ones = 0; ones <= 32; ones++) {
			for (int length = 0; length < 300; length++) {
				byte[] key = new byte[32];
				Arrays.fill(key, 0, ones, (byte) 0xff);
				byte[] bytes = new byte[BEFORE + length];
				Arrays.fill(bytes, (byte) 0xff);
				assertSame(key, bytes, length);
			}
		}
	}

	/** With a key of one the sum is that of the blocks. */
	@Test
	void theEndOfTheField() {
		byte[] key = new byte[32];
		key[0] = 1;
		for (int low = 0; low < 256; low++) {
			for (int blocks = 1; blocks < 12; blocks++) {
				byte[] bytes = new byte[BEFORE + 16 * blocks];
				Arrays.fill(bytes, (byte) 0xff);
				bytes[BEFORE] = (byte) low;
				assertSame(key, bytes, 16 * blocks);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 5, 6 })
	void stepByStep(long seed) {
		Random random = new Random(seed);
		for (int length = 0; length < 700; length++) {
			byte[] key = bytes(random, 32);
			byte[] bytes = bytes(random, length);
			byte[] whole = new byte[16];
			this.tag.compute(key, bytes, 0, length, whole, 0);
			this.tag.begin(key);
			int done = 0;
			while (length - done >= 32) {
				int next = done + 32 * (1 + random.nextInt((length - done) / 32));
				this.tag.add(bytes, done, next);
				done = next;
			}
			byte[] stepped = new byte[16];
			this.tag.end(bytes, done, length, stepped, 0);
			assertThat(stepped).as("length %d", length).isEqualTo(whole);
		}
	}

	private void assertSame(byte[] key, byte[] bytes, int length) {
		byte[] expected = new byte[18];
		Poly1305 stock = new Poly1305();
		stock.init(new KeyParameter(key));
		stock.update(bytes, BEFORE, length);
		stock.doFinal(expected, 1);
		byte[] computed = new byte[18];
		this.tag.compute(key, bytes, BEFORE, length, computed, 1);
		assertThat(computed).as("length %d", length).isEqualTo(expected);
	}

	private static byte[] bytes(Random random, int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

}
