package io.pirate.benchmarks.hostile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Opens sockets that ask something, and closes them a little later. Computes as much for
 * a handshake as the other side does.
 */
final class Churn implements Attacker {

	private static final int KEPT = 50;

	private final ZContext context = new ZContext();

	private final Deque<ZMQ.Socket> open = new ArrayDeque<>();

	private final String endpoint;

	private final Consumer<ZMQ.Socket> keys;

	Churn(String endpoint, Consumer<ZMQ.Socket> keys) {
		this.endpoint = endpoint;
		this.keys = keys;
	}

	@Override
	public void once() {
		ZMQ.Socket socket = this.context.createSocket(SocketType.DEALER);
		socket.setLinger(0);
		this.keys.accept(socket);
		socket.connect(this.endpoint);
		socket.sendMore("");
		socket.send("ask", ZMQ.DONTWAIT);
		this.open.add(socket);
		if (this.open.size() > KEPT) {
			this.open.remove().close();
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
