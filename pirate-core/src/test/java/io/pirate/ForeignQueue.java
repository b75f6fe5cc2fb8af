package io.pirate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The back end of a queue that is not ours, played by a test: a raw ROUTER. */
final class ForeignQueue implements AutoCloseable {

	static final byte READY = 1;

	static final byte HEARTBEAT = 2;

	private static final int PATIENCE_MILLIS = 10_000;

	private final ZContext context = new ZContext();

	private final ZMQ.Socket socket;

	/**
	 * What a worker sent.
	 *
	 * @param worker its identity
	 * @param frames the rest
	 */
	record Message(Identity worker, Frames frames) {

		boolean isSingle(byte code) {
			return this.frames.size() == 1 && Arrays.equals(this.frames.frame(0), new byte[] { code });
		}

	}

	ForeignQueue() {
		this("tcp://127.0.0.1:*");
	}

	ForeignQueue(String endpoint) {
		this.socket = this.context.createSocket(SocketType.ROUTER);
		this.socket.setLinger(0);
		if (!this.socket.bind(endpoint)) {
			throw new IllegalStateException("cannot bind " + endpoint);
		}
	}

	String endpoint() {
		return this.socket.getLastEndpoint();
	}

	/** The next message, or {@code null} after that time. */
	@Nullable Message poll(Duration wait) {
		this.socket.setReceiveTimeOut((int) wait.toMillis());
		byte[] first = this.socket.recv();
		if (first == null) {
			return null;
		}
		List<byte[]> parts = new ArrayList<>();
		while (this.socket.hasReceiveMore()) {
			parts.add(this.socket.recv());
		}
		return new Message(Identity.of(first), Frames.of(parts.toArray(byte[][]::new)));
	}

	Message receive() {
		return Objects.requireNonNull(poll(Duration.ofMillis(PATIENCE_MILLIS)), "the worker says nothing");
	}

	/** The next message that is not a heartbeat. */
	Message receiveWork() {
		Message message = receive();
		while (message.isSingle(HEARTBEAT)) {
			message = receive();
		}
		return message;
	}

	/** Waits for a worker to register. */
	Identity awaitReady() {
		Message message = receive();
		while (!message.isSingle(READY)) {
			message = receive();
		}
		return message.worker();
	}

	void send(Identity worker, byte[]... frames) {
		this.socket.sendMore(worker.bytes());
		for (int i = 0; i < frames.length; i++) {
			this.socket.send(frames[i], (i < frames.length - 1) ? ZMQ.SNDMORE : 0);
		}
	}

	void heartbeat(Identity worker) {
		send(worker, new byte[] { HEARTBEAT });
	}

	void request(Identity worker, String client, String body) {
		send(worker, client.getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[0],
				body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
