package io.pirate.wire;

/**
 * Plain request-reply, {@code [address…][""][body…]}: what REQ, REP and DEALER sockets
 * exchange, with our call frame as the last address where both sides know it.
 */
public final class PlainCodec {

	private static final byte[] EMPTY = new byte[0];

	private PlainCodec() {
	}

	/**
	 * Reads a request as a queue or a server receives it, without the identity.
	 * @param frames any frames
	 * @return an exchange or {@link Malformed}
	 */
	public static PlainMessage decodeRequest(Frames frames) {
		return decode(frames, true);
	}

	/**
	 * Reads a reply as a client's DEALER receives it.
	 * @param frames any frames
	 * @return an exchange or {@link Malformed}
	 */
	public static PlainMessage decodeReply(Frames frames) {
		return decode(frames, false);
	}

	private static PlainMessage decode(Frames frames, boolean request) {
		int delimiter = frames.delimiter();
		if (delimiter < 0) {
			return new Malformed("no empty delimiter frame");
		}
		Frames body = frames.from(delimiter + 1);
		if (body.isEmpty()) {
			return new Malformed("no body frame");
		}
		if (delimiter == 0) {
			return new PlainMessage.Exchange(Envelope.EMPTY, body);
		}
		byte[] last = frames.frame(delimiter - 1);
		AddressFrame decoded = request ? CallFrame.decodeRequest(last) : CallFrame.decodeReply(last);
		if (decoded instanceof Malformed malformed) {
			return malformed;
		}
		if (decoded instanceof CallFrame call) {
			return new PlainMessage.Exchange(new Envelope(frames.slice(0, delimiter - 1), call), body);
		}
		return new PlainMessage.Exchange(new Envelope(frames.slice(0, delimiter), null), body);
	}

	/**
	 * Writes a request or a reply.
	 * @param envelope the addresses
	 * @param body the body
	 * @return the frames of the message, without an identity
	 */
	public static Frames encode(Envelope envelope, Frames body) {
		CallFrame call = envelope.call();
		byte[][] parts = new byte[envelope.foreign().size() + ((call != null) ? 1 : 0) + 1 + body.size()][];
		int next = envelope.foreign().copyTo(parts, 0);
		if (call != null) {
			parts[next++] = call.encode();
		}
		parts[next++] = EMPTY;
		body.copyTo(parts, next);
		return Frames.of(parts);
	}

}
