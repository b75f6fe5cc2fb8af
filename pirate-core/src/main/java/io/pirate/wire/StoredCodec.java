package io.pirate.wire;

import java.nio.ByteBuffer;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Requests and replies as bytes at rest: {@code version 01 · length · call frame ·
 * (length · frame)*}. The call frame holds content type, headers and outcome; its origin
 * and number are 0.
 */
public final class StoredCodec {

	private static final byte VERSION = 1;

	private static final int HEAD = 1 + Integer.BYTES;

	/** No message has more. */
	private static final int MOST_FRAMES = 1 << 16;

	private StoredCodec() {
	}

	/**
	 * A request without its service.
	 * @param request what to keep
	 * @return its bytes
	 */
	public static byte[] encode(Request request) {
		CallFrame frame = CallFrame.build(0, 0)
			.optional(Property.CONTENT_TYPE, request.contentType())
			.headers(request.headers())
			.end();
		return encode(frame, request.body());
	}

	public static byte[] encode(Reply reply) {
		return encode(reply.toCallFrame(0, 0).end(), reply.body());
	}

	/**
	 * Reads a request.
	 * @param service whom it is for
	 * @param bytes any bytes
	 * @return the request, or {@code null} if that is none
	 */
	public static @Nullable Request decodeRequest(ServiceName service, byte[] bytes) {
		if (!(frameOf(bytes, true) instanceof CallFrame frame)) {
			return null;
		}
		Frames body = bodyOf(bytes);
		Map<String, String> headers = frame.headers();
		try {
			return (body != null) ? new Request(service, body, frame.text(Property.CONTENT_TYPE), headers) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Reads a reply.
	 * @param bytes any bytes
	 * @return the reply, or {@code null} if that is none
	 */
	public static @Nullable Reply decodeReply(byte[] bytes) {
		if (!(frameOf(bytes, false) instanceof CallFrame frame)) {
			return null;
		}
		Frames body = bodyOf(bytes);
		return (body != null) ? Reply.of(frame, body) : null;
	}

	private static byte[] encode(CallFrame frame, Frames body) {
		int head = frame.encodedLength();
		ByteBuffer out = ByteBuffer
			.allocate(Math.toIntExact(HEAD + head + (long) body.size() * Integer.BYTES + body.byteCount()));
		out.put(VERSION).putInt(head);
		frame.encodeTo(out);
		for (int i = 0; i < body.size(); i++) {
			out.putInt(body.frame(i).length).put(body.frame(i));
		}
		return out.array();
	}

	private static @Nullable AddressFrame frameOf(byte[] bytes, boolean request) {
		if (bytes.length < HEAD || bytes[0] != VERSION) {
			return null;
		}
		int length = ByteBuffer.wrap(bytes).getInt(1);
		if (length < 0 || length > bytes.length - HEAD) {
			return null;
		}
		byte[] frame = new byte[length];
		System.arraycopy(bytes, HEAD, frame, 0, length);
		return CallFrame.decode(frame, length, request);
	}

	/** At least one frame, or {@code null} if the bytes do not add up. */
	private static @Nullable Frames bodyOf(byte[] bytes) {
		int start = HEAD + ByteBuffer.wrap(bytes).getInt(1);
		int count = countFrames(bytes, start);
		if (count < 1) {
			return null;
		}
		ByteBuffer in = ByteBuffer.wrap(bytes).position(start);
		byte[][] parts = new byte[count][];
		for (int i = 0; i < count; i++) {
			parts[i] = new byte[in.getInt()];
			in.get(parts[i]);
		}
		return Frames.of(parts);
	}

	private static int countFrames(byte[] bytes, int start) {
		ByteBuffer in = ByteBuffer.wrap(bytes).position(start);
		int count = 0;
		while (in.remaining() >= Integer.BYTES && count < MOST_FRAMES) {
			int length = in.getInt();
			if (length < 0 || length > in.remaining()) {
				return -1;
			}
			in.position(in.position() + length);
			count++;
		}
		return in.hasRemaining() ? -1 : count;
	}

}
