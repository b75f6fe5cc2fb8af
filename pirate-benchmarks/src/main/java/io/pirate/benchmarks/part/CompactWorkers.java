package io.pirate.benchmarks.part;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.pirate.benchmarks.load.CompactFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.QueueCommand;
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

	private final Frames ready;

	/**
	 * A paranoid worker says READY instead of a heartbeat, so that one that was expelled
	 * comes back; to Majordomo that would be an offence.
	 */
	private final Frames pulse;

	private CompactWorkers(String service) {
		ServiceName name = new ServiceName(service);
		this.dialect = name.isAnonymous() ? WorkerDialect.PARANOID : WorkerDialect.MAJORDOMO_02;
		this.ready = WorkerCodec.encode(new WorkerCommand.Ready(this.dialect, name));
		this.pulse = name.isAnonymous() ? this.ready : WorkerCodec.encode(new WorkerCommand.Heartbeat(this.dialect));
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
			socket.setReceiveBufferSize(CompactFrame.SOCKET_BUFFER);
			socket.setSendBufferSize(CompactFrame.SOCKET_BUFFER);
			socket.connect(endpoint);
			RawParts.background(() -> all.work(socket.base()));
		}
		Station.serve();
	}

	private void work(SocketBase socket) {
		send(socket, this.ready);
		long beaten = System.nanoTime();
		while (true) {
			Msg message = socket.recv(0);
			if (message != null && message.hasMore()) {
				obey(socket, message);
			}
			else if (message != null && message.size() > CompactFrame.HEAD) {
				answer(socket, message.data());
			}
			long now = System.nanoTime();
			if (now - beaten >= RawParts.HEARTBEAT_NANOS) {
				beaten = now;
				send(socket, this.pulse);
			}
		}
	}

	/** A Majordomo worker that was expelled on a busy machine has to begin anew. */
	private void obey(SocketBase socket, Msg first) {
		List<byte[]> frames = new ArrayList<>(List.of(first.data()));
		for (Msg frame = first; frame.hasMore();) {
			frame = socket.recv(0);
			frames.add(frame.data());
		}
		QueueCommand command = WorkerCodec.decodeQueue(this.dialect, Frames.of(frames.toArray(new byte[0][])));
		if (command instanceof QueueCommand.Disconnect) {
			send(socket, this.ready);
		}
	}

	/** Origin and number come back, and the body. */
	private static void answer(SocketBase socket, byte[] request) {
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
