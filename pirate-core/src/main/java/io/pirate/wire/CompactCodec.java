package io.pirate.wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

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
		return frames.size() == 1 && CallHead.isIn(frames.frame(0));
	}

	/**
	 * Whether a message of one frame can only be a compact one.
	 * @param onlyFrame its frame
	 * @return true if it begins as a call frame does
	 */
	public static boolean isCompact(byte[] onlyFrame) {
		return CallHead.isIn(onlyFrame);
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
		CallHead.put(out, call);
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

	/**
	 * Reads a request's call frame only.
	 * @param frame any bytes
	 * @return the call frame, or {@code null} if that is no compact request
	 */
	public static @Nullable CallFrame callOfRequest(byte[] frame) {
		return callOf(frame, true);
	}

	/**
	 * Reads a reply's call frame only.
	 * @param frame any bytes
	 * @return the call frame, or {@code null} if that is no compact reply
	 */
	public static @Nullable CallFrame callOfReply(byte[] frame) {
		return callOf(frame, false);
	}

	/**
	 * The body of a compact message.
	 * @param call its call frame, as it was read
	 * @param frame the message
	 * @return the end of the frame
	 */
	public static Frames bodyOf(CallFrame call, byte[] frame) {
		return Frames.ofTail(frame, call.properties.endIn(frame, CallHead.LENGTH) + 1);
	}

	private static CompactMessage decode(byte[] frame, boolean request) {
		CallFrame call = callOf(frame, request);
		return (call != null) ? new CompactMessage.Whole(call, bodyOf(call, frame))
				: new Malformed("not a compact message, or one with a torn call frame");
	}

	private static @Nullable CallFrame callOf(byte[] frame, boolean request) {
		if (frame.length < CallHead.LENGTH || frame.length > LONGEST || !CallHead.isIn(frame)) {
			return null;
		}
		Properties properties = PropertyReader.of(frame, CallHead.LENGTH, frame.length, request).readToEmptyName();
		return (properties != null) ? CallHead.read(frame, properties) : null;
	}

}
