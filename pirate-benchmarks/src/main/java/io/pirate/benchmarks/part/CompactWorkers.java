package io.pirate.benchmarks.part;

import java.time.Duration;
import java.util.Arrays;

import io.pirate.benchmarks.load.CompactFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;

/**
 * Hand-written workers that speak the compact form: a DEALER and a thread for each, so
 * that the queue is what limits. What they say besides answers is of their dialect.
 */
final class CompactWorkers {

	private final WorkerDialect dialect;

	private final ServiceName service;

	private CompactWorkers(String service) {
		this.service = new ServiceName(service);
		this.dialect = this.service.isAnonymous() ? WorkerDialect.PARANOID : WorkerDialect.MAJORDOMO_02;
	}

	static void run(String endpoint, int workers, int capacity, String service) {
		CompactWorkers all = new CompactWorkers(service);
		ZContext context = new ZContext();
		for (int i = 0; i < workers; i++) {
			ZMQ.Socket socket = RawParts.socket(context, SocketType.DEALER);
			socket.setIdentity(new WorkerIdentity("compact" + i, capacity, Duration.ofNanos(RawParts.HEARTBEAT_NANOS),
					System.nanoTime(), true)
				.encode()
				.bytes());
			socket.setReceiveTimeOut(200);
			socket.connect(endpoint);
			RawParts.background(() -> all.work(socket.base()));
		}
		Station.serve();
	}

	private void work(SocketBase socket) {
		// also instead of heartbeats: a worker expelled on a busy machine comes back
		Frames ready = WorkerCodec.encode(new WorkerCommand.Ready(this.dialect, this.service));
		send(socket, ready);
		long beaten = System.nanoTime();
		while (true) {
			Msg message = socket.recv(0);
			if (message != null) {
				answer(socket, message);
			}
			long now = System.nanoTime();
			if (now - beaten >= RawParts.HEARTBEAT_NANOS) {
				beaten = now;
				send(socket, ready);
			}
		}
	}

	/**
	 * Origin and number come back, and the body; heartbeats are short or have a header.
	 */
	private static void answer(SocketBase socket, Msg message) {
		if (message.hasMore() || message.size() <= CompactFrame.HEAD) {
			Msg rest = message;
			while (rest.hasMore()) {
				rest = socket.recv(0);
			}
			return;
		}
		byte[] request = message.data();
		int body = CompactFrame.bodyAt(request);
		int bytes = request.length - body;
		byte[] reply = Arrays.copyOf(request, CompactFrame.HEAD + 1 + bytes);
		reply[CompactFrame.HEAD] = 0;
		System.arraycopy(request, body, reply, CompactFrame.HEAD + 1, bytes);
		socket.send(new Msg(reply), 0);
	}

	private static void send(SocketBase socket, Frames frames) {
		for (int i = 0; i < frames.size(); i++) {
			socket.send(new Msg(frames.frame(i).clone()), (i < frames.size() - 1) ? zmq.ZMQ.ZMQ_SNDMORE : 0);
		}
	}

}
