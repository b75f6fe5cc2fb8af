package io.pirate.benchmarks;

import java.nio.ByteBuffer;

import org.HdrHistogram.Histogram;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Plain JeroMQ: a REQ or DEALER socket without any reliability. */
final class RawAsker implements Asker {

	private final ZContext context = new ZContext();

	private final String endpoint;

	private final boolean req;

	RawAsker(String endpoint, boolean req) {
		this.endpoint = endpoint;
		this.req = req;
	}

	@Override
	public Caller caller() {
		ZMQ.Socket socket = connect();
		return this.req ? (body) -> {
			socket.send(body);
			return socket.recv().length;
		} : (body) -> {
			socket.sendMore("");
			socket.send(body);
			socket.recv();
			return socket.recv().length;
		};
	}

	@Override
	public Figures pipelined(Load load, long nanos) {
		ZMQ.Socket socket = connect();
		byte[] body = new byte[load.bytes()];
		Histogram latencies = Latencies.histogram();
		long start = System.nanoTime();
		int open = 0;
		while (open < load.window()) {
			send(socket, body, start);
			open++;
		}
		long now = start;
		while (open > 0) {
			long sent = ByteBuffer.wrap(socket.recv()).getLong();
			socket.recv();
			socket.recv();
			now = System.nanoTime();
			latencies.recordValue(now - sent);
			if (now - start < nanos) {
				send(socket, body, now);
			}
			else {
				open--;
			}
		}
		return Latencies.figures(latencies, now - start);
	}

	private static void send(ZMQ.Socket socket, byte[] body, long now) {
		socket.sendMore(ByteBuffer.allocate(Long.BYTES).putLong(now).array());
		socket.sendMore("");
		socket.send(body);
	}

	private ZMQ.Socket connect() {
		ZMQ.Socket socket = this.context.createSocket(this.req ? SocketType.REQ : SocketType.DEALER);
		socket.setHWM(0);
		socket.setHandshakeIvl(1000);
		socket.setReceiveTimeOut(10_000);
		socket.connect(this.endpoint);
		return socket;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
