package io.pirate.dedup;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a call that has run, and what tells another request under the same key
 * from a repetition.
 *
 * @param fingerprint of the request, see {@link #fingerprint}
 * @param reply what was answered
 */
public record KeptReply(String fingerprint, Reply reply) {

	private static final byte VERSION = 1;

	/**
	 * What a request's body is known by.
	 * @param body any frames
	 * @return SHA-256 over the frames and their lengths, 64 hex digits
	 */
	public static String fingerprint(Frames body) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (int i = 0; i < body.size(); i++) {
				digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, body.frame(i).length));
				digest.update(body.frame(i));
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	/**
	 * This reply as bytes, for stores that know nothing of it.
	 * @return a version, the fingerprint, the reply's call frame and its body
	 */
	public byte[] encode() {
		byte[] print = this.fingerprint.getBytes(StandardCharsets.US_ASCII);
		byte[] call = this.reply.toCallFrame(0, 0).end().encode();
		Frames body = this.reply.body();
		long length = 1 + (3L + body.size()) * Integer.BYTES + print.length + call.length + body.byteCount();
		ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length)).put(VERSION);
		put(out, print);
		put(out, call);
		out.putInt(body.size());
		for (int i = 0; i < body.size(); i++) {
			put(out, body.frame(i));
		}
		return out.array();
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @param bytes any bytes
	 * @return the reply, or {@code null} if they are something else or of a later version
	 */
	public static @Nullable KeptReply decode(byte[] bytes) {
		ByteBuffer in = ByteBuffer.wrap(bytes);
		try {
			if (in.get() != VERSION) {
				return null;
			}
			String print = new String(take(in), StandardCharsets.US_ASCII);
			if (!(CallFrame.decodeReply(take(in)) instanceof CallFrame call)) {
				return null;
			}
			int size = in.getInt();
			if (size < 1 || size > in.remaining() / Integer.BYTES) {
				return null;
			}
			byte[][] frames = new byte[size][];
			for (int i = 0; i < size; i++) {
				frames[i] = take(in);
			}
			return new KeptReply(print, Reply.of(call, Frames.of(frames)));
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * What it takes, roughly.
	 * @return bytes of its body and headers, and some for the objects around them
	 */
	public int weight() {
		long bytes = 256L + this.reply.body().byteCount() + this.reply.toCallFrame(0, 0).end().encodedLength();
		return (int) Math.min(Integer.MAX_VALUE, bytes);
	}

	private static void put(ByteBuffer out, byte[] bytes) {
		out.putInt(bytes.length).put(bytes);
	}

	private static byte[] take(ByteBuffer in) {
		int length = in.getInt();
		if (length < 0 || length > in.remaining()) {
			throw new BufferUnderflowException();
		}
		byte[] bytes = new byte[length];
		in.get(bytes);
		return bytes;
	}

}
