package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Freelance, RFC 10: requests and replies begin with a control frame that belongs to the
 * client and returns unchanged. Ours is a call frame; a server of ours that gets one adds
 * another with the reply's properties.
 */
public final class FlpCodec {

	private static final byte[] PING = "PING".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] PONG = "PONG".getBytes(StandardCharsets.US_ASCII);

	private static final Frames PINGS = Frames.of(PING);

	private static final Frames PONGS = Frames.of(PONG);

	private FlpCodec() {
	}

	public static Frames ping() {
		return PINGS;
	}

	public static Frames pong() {
		return PONGS;
	}

	/**
	 * Whether a client asks if the server lives.
	 * @param frames what a server received, without the identity
	 * @return true for RFC 10's PING
	 */
	public static boolean isPing(Frames frames) {
		return frames.size() == 1 && Arrays.equals(frames.frame(0), PING);
	}

	/**
	 * Reads a request as a server receives it, without the identity; a ping is none.
	 * @param frames any frames
	 * @return the request or {@link Malformed}
	 */
	public static ClientRequest decodeRequest(Frames frames) {
		if (frames.size() < 2) {
			return new Malformed("no body frame");
		}
		Frames control = frames.slice(0, 1);
		AddressFrame address = CallFrame.decodeRequest(frames.frame(0));
		if (address instanceof Malformed malformed) {
			return malformed;
		}
		CallFrame call = (address instanceof CallFrame frame) ? frame : null;
		ServiceName service = (call != null) ? call.properties.service() : ServiceName.ANONYMOUS;
		return (service == null) ? new Malformed("not a service's name")
				: new ClientRequest.Ask(new Envelope(ClientDialect.FREELANCE, control, call), service, frames.from(1));
	}

	/**
	 * Writes a request.
	 * @param control the call frame, with the service's name if there is one
	 * @param body at least one frame
	 * @return the frames of the message, without the server's identity
	 */
	public static Frames encodeRequest(CallFrame control, Frames body) {
		byte[][] parts = new byte[1 + body.size()][];
		parts[0] = control.encode();
		body.copyTo(parts, 1);
		return Frames.of(parts);
	}

	/**
	 * Writes a reply.
	 * @param envelope the request's, with the reply's call frame if it had one
	 * @param body at least one frame
	 * @return the frames of the message, without an identity
	 */
	static Frames encodeReply(Envelope envelope, Frames body) {
		CallFrame call = envelope.call();
		byte[][] parts = new byte[envelope.foreign().size() + ((call != null) ? 1 : 0) + body.size()][];
		int next = envelope.foreign().copyTo(parts, 0);
		if (call != null) {
			parts[next++] = call.encode();
		}
		body.copyTo(parts, next);
		return Frames.of(parts);
	}

	/**
	 * Reads what a client receives, without the server's identity.
	 * @param frames any frames
	 * @return an answer, a pong or {@link Malformed}
	 */
	public static FlpMessage decodeReply(Frames frames) {
		if (frames.size() == 1) {
			return Arrays.equals(frames.frame(0), PONG) ? FlpMessage.Pong.INSTANCE : new Malformed("no body frame");
		}
		if (frames.isEmpty() || !(CallFrame.decodeRequest(frames.frame(0)) instanceof CallFrame asked)) {
			return new Malformed("not our control frame");
		}
		boolean stated = frames.size() > 2 && CallHead.isIn(frames.frame(1))
				&& CallFrame.decodeReply(frames.frame(1)) instanceof CallFrame reply && reply.origin() == asked.origin()
				&& reply.number() == asked.number();
		if (stated && CallFrame.decodeReply(frames.frame(1)) instanceof CallFrame reply) {
			return new FlpMessage.Answer(reply, frames.from(2));
		}
		return new FlpMessage.Answer(CallFrame.of(asked.origin(), asked.number()), frames.from(1));
	}

}
