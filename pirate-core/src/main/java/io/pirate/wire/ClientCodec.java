package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/**
 * What clients and queues exchange, in any of the dialects: plain request-reply and both
 * versions of Majordomo. The first frames tell which one it is.
 */
public final class ClientCodec {

	private ClientCodec() {
	}

	/**
	 * Reads a request as a queue or a server receives it, without the identity.
	 * @param frames any frames
	 * @return the request or {@link Malformed}; a worker's command is malformed here
	 */
	public static ClientRequest decodeRequest(Frames frames) {
		if (CompactCodec.isCompact(frames)) {
			return compact(Frames.NONE, frames.frame(0));
		}
		MdpVersion bare = frames.isEmpty() ? null : MdpVersion.ofClient(frames.frame(0));
		if (bare == MdpVersion.V02) {
			return MdpClientCodec.decodeRequest(bare, new Envelope(ClientDialect.MAJORDOMO_02_BARE, Frames.NONE, null),
					frames);
		}
		if (startsAsAWorkers(frames)) {
			return new Malformed("a worker's command");
		}
		int last = frames.size() - 1;
		if (last > 0 && CallHead.isIn(frames.frame(last)) && frames.delimiter() < 0) {
			// a proxy between us and a client of ours put its addresses in front
			return compact(frames.slice(0, last), frames.frame(last));
		}
		PlainMessage message = PlainCodec.decodeRequest(frames);
		if (!(message instanceof PlainMessage.Exchange exchange)) {
			return (message instanceof Malformed malformed) ? malformed : new Malformed("not a request");
		}
		if (exchange.envelope().call() == null && startsAsAWorkers(exchange.body())) {
			return new Malformed("a worker's command");
		}
		MdpVersion version = MdpVersion.ofClient(exchange.body().frame(0));
		if (version == null) {
			return new ClientRequest.Ask(exchange.envelope(), ServiceName.ANONYMOUS, exchange.body());
		}
		return MdpClientCodec.decodeRequest(version, exchange.envelope().as(dialect(version)), exchange.body());
	}

	/**
	 * Writes a request.
	 * @param envelope the dialect, and the addresses that shall come back
	 * @param service whom it is for; not on the wire in a plain request
	 * @param body at least one frame
	 * @return the frames of the message
	 */
	public static Frames encodeRequest(Envelope envelope, ServiceName service, Frames body) {
		MdpVersion version = envelope.dialect().majordomo();
		return enveloped(envelope, (version == null) ? body : MdpClientCodec.request(version, service, body));
	}

	/**
	 * Writes a reply.
	 * @param envelope the request's, with the reply's call frame
	 * @param service whom it comes from; not on the wire in a plain reply
	 * @param body at least one frame
	 * @param last whether nothing follows; on the wire in MDP/0.2 only
	 * @return the frames of the message, without an identity
	 */
	public static Frames encodeReply(Envelope envelope, ServiceName service, Frames body, boolean last) {
		CallFrame call = envelope.call();
		if (envelope.dialect() == ClientDialect.COMPACT && call != null) {
			if (CompactCodec.fits(call, body, CompactCodec.LONGEST)) {
				return after(envelope.foreign(), CompactCodec.encode(call, body));
			}
			return encodeReply(envelope.inFrames(service), service, body, last);
		}
		if (envelope.dialect() == ClientDialect.FREELANCE) {
			return FlpCodec.encodeReply(envelope, body);
		}
		MdpVersion version = envelope.dialect().majordomo();
		return enveloped(envelope, (version == null) ? body : MdpClientCodec.reply(version, service, body, last));
	}

	/**
	 * Writes a reply that travels in one frame.
	 * @param envelope the request's, with the reply's call frame
	 * @param body the reply's body
	 * @return the only frame, or {@code null} if it takes several
	 */
	public static byte @Nullable [] encodeInOne(Envelope envelope, Frames body) {
		CallFrame call = envelope.call();
		boolean fits = call != null && envelope.dialect() == ClientDialect.COMPACT && envelope.foreign().isEmpty()
				&& CompactCodec.fits(call, body, CompactCodec.LONGEST);
		return (call != null && fits) ? CompactCodec.encode(call, body) : null;
	}

	private static ClientRequest compact(Frames foreign, byte[] frame) {
		CompactMessage message = CompactCodec.decodeRequest(frame);
		if (!(message instanceof CompactMessage.Whole whole)) {
			return (message instanceof Malformed malformed) ? malformed : new Malformed("not a compact request");
		}
		ServiceName service = whole.call().service();
		return (service == null) ? new Malformed("not a service's name") : new ClientRequest.Ask(
				new Envelope(ClientDialect.COMPACT, foreign, whole.call()), service, whole.body());
	}

	/**
	 * Bare or after any envelope, of either version: not all of that is valid, but it is
	 * a worker's, and must not become somebody's work.
	 */
	private static boolean startsAsAWorkers(Frames frames) {
		return !frames.isEmpty() && MdpVersion.ofWorker(frames.frame(0)) != null;
	}

	private static Frames after(Frames foreign, byte[] frame) {
		if (foreign.isEmpty()) {
			return Frames.ofOne(frame);
		}
		byte[][] parts = new byte[foreign.size() + 1][];
		foreign.copyTo(parts, 0);
		parts[foreign.size()] = frame;
		return Frames.of(parts);
	}

	private static Frames enveloped(Envelope envelope, Frames content) {
		return (envelope.dialect() == ClientDialect.MAJORDOMO_02_BARE) ? content : PlainCodec.encode(envelope, content);
	}

	private static ClientDialect dialect(MdpVersion version) {
		return switch (version) {
			case V01 -> ClientDialect.MAJORDOMO_01;
			case V02 -> ClientDialect.MAJORDOMO_02;
		};
	}

}
