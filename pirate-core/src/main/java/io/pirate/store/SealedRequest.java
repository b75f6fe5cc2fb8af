package io.pirate.store;

import io.pirate.wire.Request;
import io.pirate.wire.StoredCodec;

/**
 * A request as it is kept: encoded, behind its checksum. Made before the one thread that
 * writes has to do with it.
 */
public final class SealedRequest {

	private final byte[] bytes;

	private SealedRequest(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Seals a request.
	 * @param request what to keep
	 * @return its bytes
	 */
	public static SealedRequest of(Request request) {
		return new SealedRequest(Checksum.seal(StoredCodec.encode(request)));
	}

	/** Not to be changed. */
	byte[] bytes() {
		return this.bytes;
	}

}
