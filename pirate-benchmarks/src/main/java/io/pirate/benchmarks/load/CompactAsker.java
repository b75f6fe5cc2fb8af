package io.pirate.benchmarks.load;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.ServiceName;
import org.HdrHistogram.Histogram;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Plain DEALER sockets that speak our compact form, hand-written as docs/wire-protocol.md
 * tells, so that the queue is what limits.
 */
final class CompactAsker implements Asker {

	static final ServiceName SERVICE = new ServiceName("echo");

	private static final int PATIENCE_MILLIS = 5000;

	private final ZContext context = new ZContext();

	private final SecureRandom random = new SecureRandom();

	private final List<CompactLine> lines = new ArrayList<>();

	private final String endpoint;

	private final boolean named;

	CompactAsker(String endpoint, boolean named) {
		this.endpoint = endpoint;
		this.named = named;
	}

	@Override
	public Caller caller() {
		CompactLine line = connect();
		return (body) -> {
			line.send(body.length, 0);
			return line.receive(true, body.length) ? body.length : -1;
		};
	}

	@Override
	public void prepare(Load load) {
		if (load.callers() > 0) {
			return;
		}
		for (int i = 0; i < load.connections(); i++) {
			CompactLine line = connect();
			line.send(load.bytes(), 0);
			this.lines.add(line);
		}
		for (CompactLine line : this.lines) {
			if (!line.receive(true, load.bytes())) {
				throw new IllegalStateException("no answer on a new connection");
			}
		}
	}

	@Override
	public Figures pipelined(Load load, long nanos) {
		long start = System.nanoTime();
		for (int i = 0; i < load.window(); i++) {
			this.lines.get(i % this.lines.size()).send(load.bytes(), start);
		}
		return (this.lines.size() == 1) ? one(this.lines.get(0), load, start, start + nanos)
				: many(load, start, start + nanos);
	}

	private static Figures one(CompactLine line, Load load, long start, long end) {
		Histogram latencies = Latencies.histogram();
		int open = load.window();
		long now = start;
		while (open > 0 && line.receive(true, load.bytes())) {
			now = System.nanoTime();
			open -= answered(line, load, now, end, latencies);
		}
		return Latencies.figures(latencies, now - start, open);
	}

	/** Takes what is there from each in turn, and sleeps when nobody has anything. */
	private Figures many(Load load, long start, long end) {
		Histogram latencies = Latencies.histogram();
		try (ZMQ.Poller poller = this.context.createPoller(this.lines.size())) {
			this.lines.forEach((line) -> poller.register(line.socket(), ZMQ.Poller.POLLIN));
			int open = load.window();
			long now = start;
			boolean alive = true;
			while (open > 0 && alive) {
				int before = open;
				boolean idle = true;
				for (CompactLine line : this.lines) {
					while (line.receive(false, load.bytes())) {
						idle = false;
						now = System.nanoTime();
						open -= answered(line, load, now, end, latencies);
					}
				}
				alive = !idle || before != open || poller.poll(PATIENCE_MILLIS) > 0;
			}
			return Latencies.figures(latencies, now - start, open);
		}
	}

	private static int answered(CompactLine line, Load load, long now, long end, Histogram latencies) {
		latencies.recordValue(now - line.sentNanos());
		if (now - end >= 0) {
			return 1;
		}
		line.send(load.bytes(), now);
		return 0;
	}

	private CompactLine connect() {
		ZMQ.Socket socket = this.context.createSocket(SocketType.DEALER);
		socket.setHWM(0);
		socket.setHandshakeIvl(1000);
		socket.setReceiveTimeOut(PATIENCE_MILLIS);
		socket.setReceiveBufferSize(CompactFrame.SOCKET_BUFFER);
		socket.setSendBufferSize(CompactFrame.SOCKET_BUFFER);
		socket.connect(this.endpoint);
		return new CompactLine(socket, this.random.nextLong(), this.named ? SERVICE : ServiceName.ANONYMOUS);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
