package io.pirate.wire;

/**
 * Majordomo between client and queue, RFC 7 and RFC 18, without the envelope: what
 * follows the delimiter, or the whole message of a bare peer.
 */
public final class MdpClientCodec {

	/** RFC 18, "REQUEST". */
	private static final byte REQUEST = 1;

	/** RFC 18, "PARTIAL". */
	private static final byte PARTIAL = 2;

	/** RFC 18, "FINAL". */
	private static final byte FINAL = 3;

	private static final byte[] REQUEST_FRAME = { REQUEST };

	private static final byte[] PARTIAL_FRAME = { PARTIAL };

	private static final byte[] FINAL_FRAME = { FINAL };

	private MdpClientCodec() {
	}

	/**
	 * Writes a request.
	 * @param version the protocol
	 * @param service whom it is for
	 * @param body at least one frame
	 * @return the frames after the envelope
	 */
	public static Frames request(MdpVersion version, ServiceName service, Frames body) {
		return (version == MdpVersion.V02) ? join(body, version.client(), REQUEST_FRAME, service.encode())
				: join(body, version.client(), service.encode());
	}

	/**
	 * Writes a reply. MDP/0.1 knows no parts: there {@code last} is not on the wire.
	 * @param version the protocol
	 * @param service whom it comes from
	 * @param body at least one frame
	 * @param last whether nothing follows
	 * @return the frames after the envelope
	 */
	public static Frames reply(MdpVersion version, ServiceName service, Frames body, boolean last) {
		return (version == MdpVersion.V02)
				? join(body, version.client(), last ? FINAL_FRAME : PARTIAL_FRAME, service.encode())
				: join(body, version.client(), service.encode());
	}

	/**
	 * Reads a request.
	 * @param version the protocol of its header
	 * @param envelope what came in front of it
	 * @param frames the header and what follows
	 * @return the request or {@link Malformed}
	 */
	static ClientRequest decodeRequest(MdpVersion version, Envelope envelope, Frames frames) {
		int name = (version == MdpVersion.V02) ? 2 : 1;
		if (frames.size() < name + 2) {
			return new Malformed("a Majordomo request needs a service and a body");
		}
		if (version == MdpVersion.V02 && !isCommand(frames.frame(1), REQUEST)) {
			return new Malformed("unknown command of a Majordomo client");
		}
		ServiceName service = ServiceName.decode(frames.frame(name));
		return (service == null) ? new Malformed("not a service's name")
				: new ClientRequest.Ask(envelope, service, frames.from(name + 1));
	}

	/**
	 * Reads a reply.
	 * @param version the protocol it has to be in
	 * @param frames what follows the envelope
	 * @return the reply or {@link Malformed}
	 */
	public static ClientReply decodeReply(MdpVersion version, Frames frames) {
		int name = (version == MdpVersion.V02) ? 2 : 1;
		if (frames.size() < name + 2 || MdpVersion.ofClient(frames.frame(0)) != version) {
			return new Malformed("a Majordomo reply needs its header, a service and a body");
		}
		boolean last = version == MdpVersion.V01 || isCommand(frames.frame(1), FINAL);
		if (!last && !isCommand(frames.frame(1), PARTIAL)) {
			return new Malformed("unknown command to a Majordomo client");
		}
		ServiceName service = ServiceName.decode(frames.frame(name));
		return (service == null) ? new Malformed("not a service's name")
				: new ClientReply.Part(service, frames.from(name + 1), last);
	}

	private static boolean isCommand(byte[] frame, byte command) {
		return frame.length == 1 && frame[0] == command;
	}

	private static Frames join(Frames body, byte[]... head) {
		byte[][] parts = new byte[head.length + body.size()][];
		System.arraycopy(head, 0, parts, 0, head.length);
		body.copyTo(parts, head.length);
		return Frames.of(parts);
	}

}
