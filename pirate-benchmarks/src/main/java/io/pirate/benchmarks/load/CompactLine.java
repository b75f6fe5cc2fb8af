package io.pirate.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;

/**
 * One connection of a hand-written compact client. A request is
 * {@code call frame · 00 · body}; the body begins with the time of sending, which comes
 * back at the same distance from the end.
 */
final class CompactLine {

	private static final int NUMBER = 4 + 1 + Long.BYTES;

	private static final int BUDGET_MILLIS = 30_000;

	private final ZMQ.Socket socket;

	private final SocketBase base;

	private final byte[] head;

	private long number;

	private long sentNanos;

	CompactLine(ZMQ.Socket socket, long origin, ServiceName service) {
		this.socket = socket;
		this.base = socket.base();
		CallFrame.Builder call = CallFrame.build(origin, 0)
			.number(Property.ATTEMPT, 1)
			.number(Property.BUDGET, BUDGET_MILLIS);
		byte[] frame = (service.isAnonymous() ? call : call.text(Property.SERVICE, service.text())).end().encode();
		this.head = Arrays.copyOf(frame, frame.length + 1);
	}

	ZMQ.Socket socket() {
		return this.socket;
	}

	void send(int bytes, long now) {
		byte[] frame = Arrays.copyOf(this.head, this.head.length + bytes);
		ByteBuffer.wrap(frame).putLong(NUMBER, ++this.number).putLong(this.head.length, now);
		this.base.send(new Msg(frame), 0);
	}

	/**
	 * Takes a reply.
	 * @param wait whether to wait for it, as long as the socket has patience
	 * @param bytes how many it has to have
	 * @return false if there is none
	 */
	boolean receive(boolean wait, int bytes) {
		Msg reply = this.base.recv(wait ? 0 : zmq.ZMQ.ZMQ_DONTWAIT);
		if (reply == null) {
			return false;
		}
		byte[] frame = reply.data();
		if (reply.hasMore() || frame.length - CompactFrame.bodyAt(frame) != bytes) {
			throw new IllegalStateException("not a compact reply with a body of " + bytes + " bytes");
		}
		this.sentNanos = ByteBuffer.wrap(frame).getLong(frame.length - bytes);
		return true;
	}

	/** When the request of the latest reply was sent. */
	long sentNanos() {
		return this.sentNanos;
	}

}
