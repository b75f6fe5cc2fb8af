package io.pirate.benchmarks.part;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.benchmarks.load.CurveKeys;
import io.pirate.wire.WorkerIdentity;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;

/** The parts made of plain JeroMQ: what we are compared with, and foreign peers. */
final class RawParts {

	static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final byte[] READY = { 1 };

	private RawParts() {
	}

	static void rep() {
		ZMQ.Socket socket = socket(new ZContext(), SocketType.REP);
		String endpoint = bind(socket);
		background(() -> {
			while (true) {
				socket.send(socket.recv());
			}
		});
		Station.serve(endpoint);
	}

	static void router() {
		ZMQ.Socket socket = socket(new ZContext(), SocketType.ROUTER);
		String endpoint = bind(socket);
		background(() -> echo(socket.base(), () -> {
		}));
		Station.serve(endpoint);
	}

	static void curveRouter() {
		ZMQ.Socket socket = socket(new ZContext(), SocketType.ROUTER);
		CurveKeys.serve(socket);
		String endpoint = bind(socket);
		background(() -> echo(socket.base(), () -> {
		}));
		Station.serve(endpoint);
	}

	static void proxy() {
		ZContext context = new ZContext();
		ZMQ.Socket frontend = socket(context, SocketType.ROUTER);
		ZMQ.Socket backend = socket(context, SocketType.DEALER);
		String front = bind(frontend);
		String back = bind(backend);
		background(() -> ZMQ.proxy(frontend, backend, null));
		Station.serve(front, back);
	}

	static void proxyWorkers(String endpoint, int workers) {
		ZContext context = new ZContext();
		for (int i = 0; i < workers; i++) {
			ZMQ.Socket socket = socket(context, SocketType.DEALER);
			socket.connect(endpoint);
			background(() -> echo(socket.base(), () -> {
			}));
		}
		Station.serve();
	}

	static void foreignWorkers(String endpoint, int workers, int capacity) {
		ZContext context = new ZContext();
		for (int i = 0; i < workers; i++) {
			ZMQ.Socket socket = socket(context, SocketType.DEALER);
			socket.setIdentity(
					new WorkerIdentity("raw" + i, capacity, Duration.ofNanos(HEARTBEAT_NANOS), System.nanoTime())
						.encode()
						.bytes());
			socket.setReceiveTimeOut(200);
			socket.connect(endpoint);
			socket.send(READY);
			AtomicLong beaten = new AtomicLong(System.nanoTime());
			background(() -> echo(socket.base(), () -> beat(socket, beaten)));
		}
		Station.serve();
	}

	/** READY instead of a heartbeat: a worker expelled on a busy machine comes back. */
	private static void beat(ZMQ.Socket socket, AtomicLong beaten) {
		long now = System.nanoTime();
		if (now - beaten.get() >= HEARTBEAT_NANOS) {
			beaten.set(now);
			socket.send(READY);
		}
	}

	/** Sends everything back but single frames, which are heartbeats. */
	private static void echo(SocketBase socket, Runnable betweenMessages) {
		while (true) {
			Msg first = socket.recv(0);
			if (first != null && first.hasMore()) {
				socket.send(copy(first), zmq.ZMQ.ZMQ_SNDMORE);
				Msg next;
				do {
					next = socket.recv(0);
					socket.send(copy(next), next.hasMore() ? zmq.ZMQ.ZMQ_SNDMORE : 0);
				}
				while (next.hasMore());
			}
			betweenMessages.run();
		}
	}

	private static Msg copy(Msg message) {
		return new Msg(message.data());
	}

	static ZMQ.Socket socket(ZContext context, SocketType type) {
		ZMQ.Socket socket = context.createSocket(type);
		socket.setHWM(0);
		socket.setLinger(0);
		socket.setHandshakeIvl(1000);
		return socket;
	}

	private static String bind(ZMQ.Socket socket) {
		socket.bind("tcp://127.0.0.1:*");
		return socket.getLastEndpoint();
	}

	static void background(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	}

}
