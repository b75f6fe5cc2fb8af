package io.pirate.reactor.router;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What a ROUTER calls one of its peers. Can be compared, so that peers who choose names
 * of one hash do not make a map slow.
 */
final class PeerName implements Comparable<PeerName> {

	private byte[] bytes;

	private int hash;

	/** Takes the array over. */
	PeerName(byte[] bytes) {
		this.bytes = bytes;
		this.hash = Arrays.hashCode(bytes);
	}

	/**
	 * Names somebody else from now on. Only for a name that is asked for, and is in no
	 * map itself.
	 */
	void become(byte[] others) {
		this.bytes = others;
		this.hash = Arrays.hashCode(others);
	}

	/** The array itself. */
	byte[] bytes() {
		return this.bytes;
	}

	@Override
	public int compareTo(PeerName other) {
		return Arrays.compare(this.bytes, other.bytes);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PeerName that && (this.bytes == that.bytes || Arrays.equals(this.bytes, that.bytes));
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

}
