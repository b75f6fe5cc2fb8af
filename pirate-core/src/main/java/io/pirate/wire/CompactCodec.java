package io.pirate.wire;

import java.nio.ByteBuffer;

/**
 * A whole message in one frame, between peers of ours only:
 * {@code call frame · name length 00 · body}. ZeroMQ's cost is per frame, so this is
 * worth about half the cost of a small request. It means the same as the message in
 * several frames; a request for a named service carries {@code :service}.
 */
public final class CompactCodec {

	/** Longest compact frame in bytes; what would be longer travels in several frames. */
	public static final int LONGEST = 64 * 1024;

	private static final byte END = 0;

	private CompactCodec() {
	}

	/**
	 * Whether a message can only be a compact one.
	 * @param frames any frames
	 * @return true for a single frame that begins as a call frame does
	 */
	public static boolean isCompact(Frames frames) {
		return frames.size() == 1 && CallFrame.isMarked(frames.frame(0));
	}

	/**
	 * Whether a message may be written as one frame.
	 * @param call its call frame
	 * @param body its body
	 * @param longest the most bytes wanted; 0 for none
	 * @return true if it may
	 */
	public static boolean fits(CallFrame call, Frames body, int longest) {
		return body.size() == 1 && call.encodedLength() + 1L + body.length(0) <= longest;
	}

	/**
	 * Writes a message.
	 * @param call its call frame
	 * @param body its body, one frame
	 * @return the only frame
	 */
	public static byte[] encode(CallFrame call, Frames body) {
		byte[] prepared = call.properties.withRoom(1 + body.length(0));
		byte[] frame = (prepared != null) ? prepared : new byte[call.encodedLength() + 1 + body.length(0)];
		ByteBuffer out = ByteBuffer.wrap(frame);
		call.encodeHead(out);
		if (prepared != null) {
			out.position(call.encodedLength());
		}
		else {
			call.properties.encodeTo(out);
		}
		body.putTo(out.put(END), 0);
		return frame;
	}

	/**
	 * Reads a request.
	 * @param frame any bytes
	 * @return the message, whose body is the end of the frame, or {@link Malformed}
	 */
	public static CompactMessage decodeRequest(byte[] frame) {
		return decode(frame, true);
	}

	/**
	 * Reads a reply.
	 * @param frame any bytes
	 * @return the message, whose body is the end of the frame, or {@link Malformed}
	 */
	public static CompactMessage decodeReply(byte[] frame) {
		return decode(frame, false);
	}

	private static CompactMessage decode(byte[] frame, boolean request) {
		if (frame.length < CallFrame.HEAD || frame.length > LONGEST || !CallFrame.isMarked(frame)) {
			return new Malformed("not a compact message");
		}
		PropertyReader reader = PropertyReader.of(frame, CallFrame.HEAD, frame.length, request);
		Properties properties = reader.readToEmptyName();
		if (properties == null) {
			return new Malformed("compact message with a torn call frame");
		}
		return new CompactMessage.Whole(CallFrame.read(frame, properties),
				Frames.ofTail(frame, reader.emptyName() + 1));
	}

}
