package io.pirate.benchmarks.load;

import java.nio.ByteBuffer;

/** Where the body is in {@code call frame · 00 · body}, found without decoding. */
public final class CompactFrame {

	/** Magic, version, origin and number. */
	public static final int HEAD = 4 + 1 + 2 * Long.BYTES;

	/** Of our own peers' sockets, which those who speak this form are. */
	public static final int SOCKET_BUFFER = 64 * 1024;

	private CompactFrame() {
	}

	/**
	 * Skips the properties.
	 * @param frame a compact message
	 * @return the index of the body's first byte
	 */
	public static int bodyAt(byte[] frame) {
		ByteBuffer bytes = ByteBuffer.wrap(frame);
		int at = HEAD;
		while (frame[at] != 0) {
			int value = at + 1 + frame[at];
			at = value + Integer.BYTES + bytes.getInt(value);
		}
		return at + 1;
	}

}
