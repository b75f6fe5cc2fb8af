package io.pirate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A peer that knows nothing of us: a plain JeroMQ socket. */
final class RawPeer implements AutoCloseable {

	static final String READY = "\u0001";

	static final String HEARTBEAT = "\u0002";

	private static final int PATIENCE_MILLIS = 5000;

	private final ZMQ.Socket socket;

	private RawPeer(ZContext context, SocketType type, byte @Nullable [] identity, String endpoint) {
		this.socket = context.createSocket(type);
		this.socket.setReceiveTimeOut(PATIENCE_MILLIS);
		this.socket.setSendTimeOut(PATIENCE_MILLIS);
		this.socket.setHandshakeIvl(1000);
		this.socket.setHWM(100_000);
		if (identity != null) {
			this.socket.setIdentity(identity);
		}
		this.socket.connect(endpoint);
	}

	static RawPeer req(ZContext context, String endpoint) {
		return new RawPeer(context, SocketType.REQ, null, endpoint);
	}

	static RawPeer dealer(ZContext context, String endpoint) {
		return new RawPeer(context, SocketType.DEALER, null, endpoint);
	}

	static RawPeer dealer(ZContext context, String endpoint, byte[] identity) {
		return new RawPeer(context, SocketType.DEALER, identity, endpoint);
	}

	/** A PPP worker that has said READY. */
	static RawPeer worker(ZContext context, String endpoint) {
		RawPeer worker = dealer(context, endpoint);
		worker.send(READY);
		return worker;
	}

	void send(String... frames) {
		send(Frames.ofText(frames));
	}

	void send(Frames frames) {
		for (int i = 0; i < frames.size(); i++) {
			this.socket.send(frames.frame(i), (i < frames.size() - 1) ? ZMQ.SNDMORE : 0);
		}
	}

	/** The next message; fails if none comes. */
	Frames receive() {
		Frames frames = poll(PATIENCE_MILLIS);
		if (frames == null) {
			throw new AssertionError("nothing received within " + PATIENCE_MILLIS + " ms");
		}
		return frames;
	}

	/** The next message that is not a heartbeat. */
	Frames receiveWork() {
		Frames frames = receive();
		while (frames.size() == 1 && frames.text(0).equals(HEARTBEAT)) {
			frames = receive();
		}
		return frames;
	}

	@Nullable Frames poll(int millis) {
		this.socket.setReceiveTimeOut(millis);
		byte[] first = this.socket.recv();
		if (first == null) {
			return null;
		}
		List<byte[]> parts = new ArrayList<>(List.of(first));
		while (this.socket.hasReceiveMore()) {
			parts.add(this.socket.recv());
		}
		return Frames.of(parts.toArray(byte[][]::new));
	}

	/** Answers the next request with its own body and a mark in front. */
	String answerOne(String mark) {
		Frames request = receiveWork();
		String body = request.text(request.size() - 1);
		byte[][] reply = new byte[request.size()][];
		request.copyTo(reply, 0);
		reply[reply.length - 1] = (mark + body).getBytes(StandardCharsets.UTF_8);
		send(Frames.of(reply));
		return body;
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
