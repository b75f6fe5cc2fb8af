package io.pirate.reactor.curve;

import org.jspecify.annotations.Nullable;

/**
 * A box that may be opened while it comes, so that a large one is not all work at its
 * end, for which everybody else would wait. What has come is decrypted in place; nobody
 * is given anything of it before all of it was found to be authentic. Goes with
 * {@link CurveBox} into JeroMQ's package. Not thread-safe.
 */
final class ArrivingBox {

	/** The first block has been used half before. */
	private static final int FIRST_BYTES = SalsaLanes.BLOCK_BYTES / 2;

	/** Less is left until more has come. */
	private static final int WORTHWHILE = SalsaLanes.FEWEST * SalsaLanes.BLOCK_BYTES;

	private final CurveBox box = new CurveBox();

	/** Whichever is opened as it comes. */
	private byte @Nullable [] bytes;

	/** Where what is authenticated begins. */
	private int at;

	/** Up to where it is decrypted. */
	private int opened;

	boolean isBegun(byte[] any) {
		return any == this.bytes;
	}

	/**
	 * Begins one.
	 * @param coming will hold the authenticator and what it authenticates
	 * @param from where that begins
	 * @param nonce 24 bytes
	 * @param secret the key that both sides have agreed on
	 * @return false if there is no key
	 */
	boolean begin(byte[] coming, int from, byte[] nonce, byte[] secret) {
		boolean begun = this.box.begins(nonce, secret);
		this.bytes = begun ? coming : null;
		this.at = from;
		this.opened = from;
		return begun;
	}

	/**
	 * More of the one that was begun has come.
	 * @param coming holds it
	 * @param end where it ends for now
	 */
	void more(byte[] coming, int end) {
		boolean first = this.opened == this.at;
		int whole = wholeBlocks(end - this.opened, first);
		if (whole >= WORTHWHILE) {
			this.box.openInPlace(coming, this.opened, this.opened + whole, first);
			this.opened += whole;
		}
	}

	private static int wholeBlocks(int length, boolean first) {
		int before = first ? FIRST_BYTES : 0;
		return (length - before) / SalsaLanes.BLOCK_BYTES * SalsaLanes.BLOCK_BYTES + before;
	}

	/** All of it is here. See {@link CurveBox#accepts}. */
	boolean accepts(byte[] any, int from, int end, byte[] nonce, byte[] secret) {
		if (isBegun(any) && this.opened > this.at) {
			this.bytes = null;
			return this.box.ends(any, this.at, this.opened, end);
		}
		this.bytes = null;
		this.opened = from;
		this.at = from;
		return this.box.accepts(any, from, end, nonce, secret);
	}

	/** The first byte of what was accepted. */
	byte first(byte[] any) {
		return (this.opened > this.at) ? any[this.at] : this.box.first(any[this.at]);
	}

	/** What follows it. */
	void open(byte[] any, byte[] rest, int length) {
		int from = this.at + 1;
		if (this.opened == this.at) {
			this.box.open(any, from, rest, length);
			return;
		}
		int done = this.opened - from;
		System.arraycopy(any, from, rest, 0, done);
		this.box.openRest(any, this.opened, rest, done, length - done);
	}

}
