package io.pirate.dedup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.StoredCodec;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a call that has run, and what tells another request under the same key
 * from a repetition.
 *
 * @param fingerprint of the request, see {@link #fingerprint}
 * @param reply what was answered
 */
public record KeptReply(String fingerprint, Reply reply) {

	private static final int PRINT_LENGTH = 64;

	public KeptReply {
		if (fingerprint.length() != PRINT_LENGTH) {
			throw new IllegalArgumentException("a fingerprint has " + PRINT_LENGTH + " hex digits: " + fingerprint);
		}
	}

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
	 * @return the fingerprint and the stored form of the reply
	 */
	public byte[] encode() {
		byte[] print = this.fingerprint.getBytes(StandardCharsets.US_ASCII);
		byte[] stored = StoredCodec.encode(this.reply);
		byte[] bytes = Arrays.copyOf(print, PRINT_LENGTH + stored.length);
		System.arraycopy(stored, 0, bytes, PRINT_LENGTH, stored.length);
		return bytes;
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @param bytes any bytes
	 * @return the reply, or {@code null} if they are something else or of a later version
	 */
	public static @Nullable KeptReply decode(byte[] bytes) {
		if (bytes.length < PRINT_LENGTH) {
			return null;
		}
		Reply reply = StoredCodec.decodeReply(Arrays.copyOfRange(bytes, PRINT_LENGTH, bytes.length));
		return (reply != null) ? new KeptReply(new String(bytes, 0, PRINT_LENGTH, StandardCharsets.US_ASCII), reply)
				: null;
	}

	/**
	 * What it takes, roughly.
	 * @return bytes of its body and headers, and some for the objects around them
	 */
	public int weight() {
		long bytes = 256L + this.reply.body().byteCount() + this.reply.toCallFrame(0, 0).end().encodedLength();
		return (int) Math.min(Integer.MAX_VALUE, bytes);
	}

}
