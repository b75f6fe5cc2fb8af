package io.pirate.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy that damages what passes. Faults can be switched while connections are
 * open, and apply to the bytes that pass from then on.
 */
public final class FaultProxy implements Closeable {

	private static final int CHUNK = 1024;

	private final ServerSocket server;

	private volatile int target;

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private volatile Fault fault = Fault.NONE;

	private volatile boolean closed;

	private FaultProxy(ServerSocket server, int target) {
		this.server = server;
		this.target = target;
	}

	/**
	 * A proxy on a free port of 127.0.0.1.
	 * @param endpoint where connections go
	 * @return the proxy, without any fault yet
	 * @throws IOException if no port is free
	 */
	public static FaultProxy to(String endpoint) throws IOException {
		ServerSocket server = new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1"));
		FaultProxy proxy = new FaultProxy(server, RawPeer.port(endpoint));
		daemon(proxy::accept);
		return proxy;
	}

	/**
	 * A proxy on a free port of 127.0.0.1 that refuses until it is told where connections
	 * go.
	 * @return the proxy
	 * @throws IOException if no port is free
	 */
	public static FaultProxy toBeDirected() throws IOException {
		FaultProxy proxy = new FaultProxy(new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1")), 0);
		daemon(proxy::accept);
		return proxy;
	}

	/** Where connections go from now on. */
	public void direct(String newTarget) {
		this.target = RawPeer.port(newTarget);
	}

	public String endpoint() {
		return "tcp://127.0.0.1:" + this.server.getLocalPort();
	}

	/** Connections accepted so far, also those that were closed at once. */
	public int accepted() {
		return this.accepted.get();
	}

	/** Connections open at the moment, counted once. */
	public int open() {
		return this.open.size() / 2;
	}

	/** What happens to the bytes from now on. */
	public void fault(Fault newFault) {
		this.fault = newFault;
	}

	/** Ends all connections by FIN. */
	public void disconnectAll() {
		for (Socket socket : this.open) {
			closeQuietly(socket);
		}
		this.open.clear();
	}

	/** Ends all connections by RST. */
	public void resetAll() {
		for (Socket socket : this.open) {
			reset(socket);
		}
		this.open.clear();
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		this.server.close();
		disconnectAll();
	}

	private void accept() {
		while (!this.closed) {
			try {
				Socket near = this.server.accept();
				this.accepted.incrementAndGet();
				relay(near);
			}
			catch (IOException ex) {
				if (this.server.isClosed()) {
					return;
				}
			}
		}
	}

	private void relay(Socket near) throws IOException {
		if (this.fault.kind() == Fault.Kind.REFUSE || this.target == 0) {
			near.close();
			return;
		}
		Socket far = new Socket();
		try {
			far.connect(new InetSocketAddress("127.0.0.1", this.target), 2000);
		}
		catch (IOException ex) {
			near.close();
			return;
		}
		near.setTcpNoDelay(true);
		far.setTcpNoDelay(true);
		this.open.add(near);
		this.open.add(far);
		daemon(() -> pump(near, far));
		daemon(() -> pump(far, near));
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[CHUNK];
		long passed = 0;
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				passed = pass(buffer, count, passed, out);
				if (passed < 0) {
					break;
				}
			}
		}
		catch (IOException ex) {
			// the other direction ended it
		}
		end(from, to);
	}

	/** Returns the bytes passed so far, or -1 to end the connection. */
	private long pass(byte[] buffer, int count, long passed, OutputStream out) throws IOException {
		Fault current = this.fault;
		switch (current.kind()) {
			case DROP, CUT -> {
				return passed;
			}
			case DELAY -> pause(current.amount());
			case THROTTLE -> pause(count * 1000L / Math.max(1, current.amount()));
			case FLIP -> flip(buffer, count, passed, current.amount());
			case TRUNCATE -> {
				int rest = (int) Math.min(count, Math.max(0, current.amount() - passed));
				out.write(buffer, 0, rest);
				out.flush();
				return (rest < count) ? -1 : passed + count;
			}
			default -> {
			}
		}
		out.write(buffer, 0, count);
		out.flush();
		return passed + count;
	}

	private static void flip(byte[] buffer, int count, long passed, long each) {
		for (int i = 0; i < count; i++) {
			if ((passed + i) % each == each - 1) {
				buffer[i] ^= (byte) (1 << ((passed + i) % 8));
			}
		}
	}

	private void end(Socket from, Socket to) {
		if (this.fault.kind() == Fault.Kind.HALF_OPEN || this.fault.kind() == Fault.Kind.CUT) {
			return;
		}
		closeQuietly(from);
		closeQuietly(to);
		this.open.remove(from);
		this.open.remove(to);
	}

	private static void pause(long millis) {
		LockSupport.parkNanos(millis * 1_000_000L);
	}

	private static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// closed already
		}
		closeQuietly(socket);
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// closed already
		}
	}

	private static void daemon(Runnable action) {
		Thread thread = new Thread(action, "fault-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * One kind of damage.
	 *
	 * @param kind what happens
	 * @param amount how much of it; its unit depends on the kind
	 */
	public record Fault(Kind kind, long amount) {

		/** Everything passes. */
		public static final Fault NONE = new Fault(Kind.NONE, 0);

		/** Bytes vanish in both directions; the connections stay open. */
		public static final Fault DROP = new Fault(Kind.DROP, 0);

		/** The end of one side is never told to the other. */
		public static final Fault HALF_OPEN = new Fault(Kind.HALF_OPEN, 0);

		/** Bytes vanish, and so do the ends of connections: a cable was pulled. */
		public static final Fault CUT = new Fault(Kind.CUT, 0);

		/** Connections are accepted and closed at once. */
		public static final Fault REFUSE = new Fault(Kind.REFUSE, 0);

		/** Every chunk of up to 1 KiB waits for so many milliseconds. */
		public static Fault delay(long millis) {
			return new Fault(Kind.DELAY, millis);
		}

		/** So many bytes per second in each direction. */
		public static Fault throttle(long bytesPerSecond) {
			return new Fault(Kind.THROTTLE, bytesPerSecond);
		}

		/** The connection ends after so many bytes of one direction. */
		public static Fault truncate(long bytes) {
			return new Fault(Kind.TRUNCATE, bytes);
		}

		/** One bit of every so many bytes is flipped. */
		public static Fault flip(long eachBytes) {
			return new Fault(Kind.FLIP, eachBytes);
		}

		enum Kind {

			NONE, DROP, HALF_OPEN, CUT, REFUSE, DELAY, THROTTLE, TRUNCATE, FLIP

		}

	}

}
