package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The two versions of the Majordomo Protocol. Each has its own numbers: 4 is a heartbeat
 * in one and a final reply in the other, so there is no table for both.
 */
public enum MdpVersion {

	/** MDP/0.1, RFC 7: REQ-shaped, one reply for each request. */
	V01("MDPC01", "MDPW01"),

	/** MDP/0.2, RFC 18: DEALER-shaped, replies in parts. */
	V02("MDPC02", "MDPW02");

	private final byte[] client;

	private final byte[] worker;

	MdpVersion(String client, String worker) {
		this.client = client.getBytes(StandardCharsets.US_ASCII);
		this.worker = worker.getBytes(StandardCharsets.US_ASCII);
	}

	/** What a message between client and queue begins with; shared, not to be changed. */
	byte[] client() {
		return this.client;
	}

	/** What a message between worker and queue begins with; shared, not to be changed. */
	byte[] worker() {
		return this.worker;
	}

	/** The version whose client header that is, if it is one. */
	static @Nullable MdpVersion ofClient(byte[] frame) {
		return isHeader(frame, V02.client) ? V02 : isHeader(frame, V01.client) ? V01 : null;
	}

	/** The version whose worker header that is, if it is one. */
	static @Nullable MdpVersion ofWorker(byte[] frame) {
		return isHeader(frame, V02.worker) ? V02 : isHeader(frame, V01.worker) ? V01 : null;
	}

	/** Bodies hardly ever have that length, so most comparisons end there. */
	private static boolean isHeader(byte[] frame, byte[] header) {
		return frame.length == header.length && Arrays.equals(frame, header);
	}

}
