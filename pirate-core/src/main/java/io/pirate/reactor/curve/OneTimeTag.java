package io.pirate.reactor.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Poly1305 (RFC 8439, 2.5), two blocks at a time where there are many: one takes the
 * square of the key, so that the carries of both are one. A number of 130 bits is five
 * limbs of 26 bits, whose products and their sums fit into a {@code long}. No step
 * depends on a secret. Goes with {@link CurveBox} into JeroMQ's package. Not thread-safe.
 */
final class OneTimeTag {

	static final int BYTES = 16;

	private static final int LIMBS = 5;

	private static final int LIMB_BITS = 26;

	private static final long LIMB = (1L << LIMB_BITS) - 1;

	/** The bit after the 128 of a whole block, in its limb. */
	private static final long AFTER_BLOCK = 1L << 24;

	/** The square costs as much as a block. */
	private static final int MANY_BYTES = 128;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	/** Five limbs, then the last four times five: 2^130 is 5. */
	private final long[] factor = new long[2 * LIMBS - 1];

	private final long[] square = new long[2 * LIMBS - 1];

	private final long[] sum = new long[LIMBS];

	private final byte[] last = new byte[BYTES];

	private boolean squared;

	/** The other half of the key. */
	private long addedLow;

	private long addedHigh;

	/**
	 * Computes a tag.
	 * @param key 32 bytes, never twice
	 * @param bytes what it authenticates
	 * @param from where that begins
	 * @param length of that
	 * @param tag is filled
	 * @param tagAt from where on
	 */
	void compute(byte[] key, byte[] bytes, int from, int length, byte[] tag, int tagAt) {
		begin(key);
		int whole = (length >= MANY_BYTES) ? length / (2 * BYTES) * (2 * BYTES) : 0;
		if (whole > 0) {
			add(bytes, from, from + whole);
		}
		end(bytes, from + whole, from + length, tag, tagAt);
	}

	/**
	 * Begins a tag that is computed step by step.
	 * @param key 32 bytes, never twice
	 */
	void begin(byte[] key) {
		Arrays.fill(this.sum, 0);
		Arrays.fill(this.factor, 0);
		limbs((long) LONG.get(key, 0) & 0x0fff_fffc_0fff_ffffL, (long) LONG.get(key, 8) & 0x0fff_fffc_0fff_fffcL, 0,
				this.factor);
		multiplesOfFive(this.factor);
		this.squared = false;
		this.addedLow = (long) LONG.get(key, 16);
		this.addedHigh = (long) LONG.get(key, 24);
	}

	/**
	 * Adds pairs of blocks.
	 * @param bytes what they are in
	 * @param from where they begin
	 * @param to where they end: a multiple of 32 further
	 */
	void add(byte[] bytes, int from, int to) {
		if (!this.squared) {
			System.arraycopy(this.factor, 0, this.square, 0, LIMBS);
			multiply(this.square, this.factor);
			multiplesOfFive(this.square);
			this.squared = true;
		}
		pairs(bytes, from, to, this.square, this.factor);
	}

	/**
	 * Adds the rest.
	 * @param bytes what it is in
	 * @param from where it begins
	 * @param to where it ends
	 * @param tag is filled
	 * @param tagAt from where on
	 */
	void end(byte[] bytes, int from, int to, byte[] tag, int tagAt) {
		int at = from;
		for (; to - at >= BYTES; at += BYTES) {
			addOne(bytes, at, AFTER_BLOCK);
		}
		if (at < to) {
			Arrays.fill(this.last, (byte) 0);
			System.arraycopy(bytes, at, this.last, 0, to - at);
			this.last[to - at] = 1;
			addOne(this.last, 0, 0);
		}
		finish(this.addedLow, this.addedHigh, tag, tagAt);
	}

	private void addOne(byte[] bytes, int at, long after) {
		limbs((long) LONG.get(bytes, at), (long) LONG.get(bytes, at + 8), after, this.sum);
		multiply(this.sum, this.factor);
	}

	/** Adds a number of 128 bits. */
	private static void limbs(long low, long high, long after, long[] to) {
		to[0] += low & LIMB;
		to[1] += (low >>> 26) & LIMB;
		to[2] += ((low >>> 52) | (high << 12)) & LIMB;
		to[3] += (high >>> 14) & LIMB;
		to[4] += (high >>> 40) | after;
	}

	private static void multiplesOfFive(long[] number) {
		for (int i = 1; i < LIMBS; i++) {
			number[LIMBS - 1 + i] = 5 * number[i];
		}
	}

	private static void multiply(long[] h, long[] r) {
		long d0 = h[0] * r[0] + h[1] * r[8] + h[2] * r[7] + h[3] * r[6] + h[4] * r[5];
		long d1 = h[0] * r[1] + h[1] * r[0] + h[2] * r[8] + h[3] * r[7] + h[4] * r[6];
		long d2 = h[0] * r[2] + h[1] * r[1] + h[2] * r[0] + h[3] * r[8] + h[4] * r[7];
		long d3 = h[0] * r[3] + h[1] * r[2] + h[2] * r[1] + h[3] * r[0] + h[4] * r[8];
		long d4 = h[0] * r[4] + h[1] * r[3] + h[2] * r[2] + h[3] * r[1] + h[4] * r[0];
		d1 += d0 >>> LIMB_BITS;
		d2 += d1 >>> LIMB_BITS;
		d3 += d2 >>> LIMB_BITS;
		d4 += d3 >>> LIMB_BITS;
		d0 = (d0 & LIMB) + 5 * (d4 >>> LIMB_BITS);
		h[0] = d0 & LIMB;
		h[1] = (d1 & LIMB) + (d0 >>> LIMB_BITS);
		h[2] = d2 & LIMB;
		h[3] = d3 & LIMB;
		h[4] = d4 & LIMB;
	}

	/** In locals: it is here that the time goes. */
	private void pairs(byte[] bytes, int from, int end, long[] q, long[] r) {
		long h0 = this.sum[0];
		long h1 = this.sum[1];
		long h2 = this.sum[2];
		long h3 = this.sum[3];
		long h4 = this.sum[4];
		for (int at = from; at < end; at += 2 * BYTES) {
			long low = (long) LONG.get(bytes, at);
			long high = (long) LONG.get(bytes, at + 8);
			h0 += low & LIMB;
			h1 += (low >>> 26) & LIMB;
			h2 += ((low >>> 52) | (high << 12)) & LIMB;
			h3 += (high >>> 14) & LIMB;
			h4 += (high >>> 40) | AFTER_BLOCK;
			low = (long) LONG.get(bytes, at + 16);
			high = (long) LONG.get(bytes, at + 24);
			long g0 = low & LIMB;
			long g1 = (low >>> 26) & LIMB;
			long g2 = ((low >>> 52) | (high << 12)) & LIMB;
			long g3 = (high >>> 14) & LIMB;
			long g4 = (high >>> 40) | AFTER_BLOCK;
			long d0 = dot(h0, h1, h2, h3, h4, q, 0, 8, 7, 6, 5) + dot(g0, g1, g2, g3, g4, r, 0, 8, 7, 6, 5);
			long d1 = dot(h0, h1, h2, h3, h4, q, 1, 0, 8, 7, 6) + dot(g0, g1, g2, g3, g4, r, 1, 0, 8, 7, 6);
			long d2 = dot(h0, h1, h2, h3, h4, q, 2, 1, 0, 8, 7) + dot(g0, g1, g2, g3, g4, r, 2, 1, 0, 8, 7);
			long d3 = dot(h0, h1, h2, h3, h4, q, 3, 2, 1, 0, 8) + dot(g0, g1, g2, g3, g4, r, 3, 2, 1, 0, 8);
			long d4 = dot(h0, h1, h2, h3, h4, q, 4, 3, 2, 1, 0) + dot(g0, g1, g2, g3, g4, r, 4, 3, 2, 1, 0);
			d1 += d0 >>> LIMB_BITS;
			d2 += d1 >>> LIMB_BITS;
			d3 += d2 >>> LIMB_BITS;
			d4 += d3 >>> LIMB_BITS;
			d0 = (d0 & LIMB) + 5 * (d4 >>> LIMB_BITS);
			h0 = d0 & LIMB;
			h1 = (d1 & LIMB) + (d0 >>> LIMB_BITS);
			h2 = d2 & LIMB;
			h3 = d3 & LIMB;
			h4 = d4 & LIMB;
		}
		System.arraycopy(new long[] { h0, h1, h2, h3, h4 }, 0, this.sum, 0, LIMBS);
	}

	/** One limb of a product: these of the factor go with the five of the number. */
	private static long dot(long n0, long n1, long n2, long n3, long n4, long[] factor, int a, int b, int c, int d,
			int e) {
		return n0 * factor[a] + n1 * factor[b] + n2 * factor[c] + n3 * factor[d] + n4 * factor[e];
	}

	/** Carries, takes 2^130 - 5 away if it fits, and adds the other half of the key. */
	private void finish(long addedLow, long addedHigh, byte[] tag, int at) {
		long[] h = this.sum;
		carry(h);
		carry(h);
		long[] less = h.clone();
		less[0] += 5;
		for (int i = 0; i < LIMBS - 1; i++) {
			less[i + 1] += less[i] >>> LIMB_BITS;
			less[i] &= LIMB;
		}
		// all ones where it fits
		long mask = -(less[LIMBS - 1] >>> LIMB_BITS);
		for (int i = 0; i < LIMBS; i++) {
			h[i] = (h[i] & ~mask) | (less[i] & mask & LIMB);
		}
		long low = h[0] | (h[1] << 26) | (h[2] << 52);
		long high = (h[2] >>> 12) | (h[3] << 14) | (h[4] << 40);
		long sumLow = low + addedLow;
		long carry = ((low & addedLow) | ((low | addedLow) & ~sumLow)) >>> (Long.SIZE - 1);
		LONG.set(tag, at, sumLow);
		LONG.set(tag, at + 8, high + addedHigh + carry);
	}

	private static void carry(long[] h) {
		for (int i = 0; i < LIMBS - 1; i++) {
			h[i + 1] += h[i] >>> LIMB_BITS;
			h[i] &= LIMB;
		}
		h[0] += 5 * (h[LIMBS - 1] >>> LIMB_BITS);
		h[LIMBS - 1] &= LIMB;
	}

}
