package io.pirate.wire;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * ROUTER routing id of a peer: bytes with content equality and a cached hash. Never text:
 * two identities may decode to the same String. Can be compared, so that peers who choose
 * identities of one hash do not make a map slow.
 */
public final class Identity implements Comparable<Identity> {

	private final byte[] bytes;

	private final int hash;

	private Identity(byte[] bytes) {
		this.bytes = bytes;
		this.hash = Arrays.hashCode(bytes);
	}

	/**
	 * Takes the array over without a copy.
	 * @param bytes the routing id, not to be changed any more
	 * @return the identity
	 */
	public static Identity of(byte[] bytes) {
		return new Identity(bytes);
	}

	/**
	 * The array itself, shared: it must not be changed.
	 * @return the routing id
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	@Override
	public int compareTo(Identity other) {
		return Arrays.compare(this.bytes, other.bytes);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Identity that && this.hash == that.hash && Arrays.equals(this.bytes, that.bytes);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	/** Hex: identities come from peers and must not reach a log unescaped. */
	@Override
	public String toString() {
		return HexFormat.of().formatHex(this.bytes);
	}

}
