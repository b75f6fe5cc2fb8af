package io.pirate.benchmarks.load;

import java.nio.ByteBuffer;

import org.HdrHistogram.Histogram;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Plain JeroMQ: a REQ or DEALER socket without any reliability. */
final class RawAsker implements Asker {

	/** Nobody was sent anything at that time. */
	private static final long NOTHING = Long.MIN_VALUE;

	private static final int PATIENCE_MILLIS = 5000;

	private final ZContext context = new ZContext();

	private final String endpoint;

	private final Load.Kind kind;

	RawAsker(String endpoint, Load.Kind kind) {
		this.endpoint = endpoint;
		this.kind = kind;
	}

	@Override
	public Caller caller() {
		if (this.kind == Load.Kind.CONNECT || this.kind == Load.Kind.CURVE_CONNECT) {
			return (body) -> {
				try (ZMQ.Socket socket = connect()) {
					socket.send(body);
					return socket.recv().length;
				}
			};
		}
		ZMQ.Socket socket = connect();
		if (this.kind != Load.Kind.DEALER) {
			return (body) -> {
				socket.send(body);
				return socket.recv().length;
			};
		}
		return (body) -> {
			socket.sendMore("");
			socket.send(body);
			socket.recv();
			return socket.recv().length;
		};
	}

	@Override
	public Figures pipelined(Load load, long nanos) {
		ZMQ.Socket socket = connect();
		Histogram latencies = Latencies.histogram();
		long start = System.nanoTime();
		int open = 0;
		while (open < load.window()) {
			send(socket, load.bytes(), start);
			open++;
		}
		long now = start;
		while (open > 0) {
			long sent = receive(socket);
			if (sent == NOTHING) {
				return Latencies.figures(latencies, now - start, open);
			}
			now = System.nanoTime();
			latencies.recordValue(now - sent);
			if (now - start < nanos) {
				send(socket, load.bytes(), now);
			}
			else {
				open--;
			}
		}
		return Latencies.figures(latencies, now - start, 0);
	}

	/** The time of sending goes along: in the body, or in a frame of its own. */
	private void send(ZMQ.Socket socket, int bytes, long now) {
		if (isBodyAlone()) {
			socket.send(ByteBuffer.allocate(bytes).putLong(now).array());
			return;
		}
		socket.sendMore(ByteBuffer.allocate(Long.BYTES).putLong(now).array());
		socket.sendMore("");
		socket.send(new byte[bytes]);
	}

	private long receive(ZMQ.Socket socket) {
		byte[] first = socket.recv();
		if (first == null) {
			return NOTHING;
		}
		if (!isBodyAlone()) {
			socket.recv();
			socket.recv();
		}
		return ByteBuffer.wrap(first).getLong();
	}

	private boolean isBodyAlone() {
		return this.kind == Load.Kind.BODY || this.kind == Load.Kind.CURVE_BODY;
	}

	private ZMQ.Socket connect() {
		ZMQ.Socket socket = this.context
			.createSocket((this.kind == Load.Kind.REQ) ? SocketType.REQ : SocketType.DEALER);
		socket.setHWM(0);
		socket.setHandshakeIvl(1000);
		socket.setReceiveTimeOut(PATIENCE_MILLIS);
		if (this.kind == Load.Kind.CURVE_BODY || this.kind == Load.Kind.CURVE_CONNECT) {
			CurveKeys.ask(socket);
		}
		socket.connect(this.endpoint);
		return socket;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
