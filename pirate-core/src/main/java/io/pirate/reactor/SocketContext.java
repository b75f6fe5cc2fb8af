package io.pirate.reactor;

import java.nio.channels.SelectableChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * JeroMQ's context of one loop with its one I/O thread, its sockets and its poller. Used
 * by the loop's thread only, but for the failure.
 */
final class SocketContext implements SocketOwner {

	private static final Logger logger = LoggerFactory.getLogger(SocketContext.class);

	private static final int IO_THREADS = 1;

	private static final int INITIAL_POLL_ITEMS = 8;

	/** Beyond the sockets' linger; JeroMQ itself may wait for ever. */
	private static final long CLOSE_MARGIN_MILLIS = 1500;

	private static final long SECOND_NANOS = 1_000_000_000L;

	/**
	 * So many exceptions on the I/O thread in one second are a spin, not a hostile peer.
	 */
	private static final int SPIN_EXCEPTIONS = 1000;

	/** So many such seconds in a row are its end. */
	private static final int SPIN_SECONDS = 10;

	private final String name;

	private final Consumer<Runnable> handOver;

	private final ZContext context = new ZContext(IO_THREADS);

	private final ZMQ.Poller poller;

	private final Map<SocketPort, Connection> ports = new LinkedHashMap<>();

	private final AtomicLong exceptions = new AtomicLong();

	private volatile @Nullable String failure;

	private long exceptionsSeen;

	private long secondStarted = System.nanoTime();

	private int spinningSeconds;

	private int longestLinger;

	private boolean interrupted;

	SocketContext(String name, Consumer<Runnable> handOver) {
		this.name = name;
		this.handOver = handOver;
		this.context.setUncaughtExceptionHandler((thread, ex) -> fail("I/O thread has ended: " + ex));
		this.context.setNotificationExceptionHandler((thread, ex) -> survived(ex));
		this.context.setThreadFactor(this::ioThread);
		this.context.setLinger(0);
		this.poller = this.context.createPoller(INITIAL_POLL_ITEMS);
	}

	private Thread ioThread(Runnable target, String role) {
		Thread thread = new Thread(target, this.name + "-" + role);
		thread.setDaemon(true);
		thread.setUncaughtExceptionHandler((ended, ex) -> fail("thread " + role + " has ended: " + ex));
		return thread;
	}

	ZMQ.Socket socket(SocketType type) {
		return this.context.createSocket(type);
	}

	void opened(SocketPort port, Connection connection, int linger) {
		this.ports.put(port, connection);
		this.longestLinger = Math.max(this.longestLinger, linger);
	}

	void handOver(Runnable task) {
		this.handOver.accept(task);
	}

	void register(SelectableChannel channel) {
		this.poller.register(channel, ZMQ.Poller.POLLIN);
	}

	void unregister(SelectableChannel channel) {
		this.poller.unregister(channel);
	}

	void register(SocketPort port) {
		this.poller.unregister(port.socket());
		this.poller.register(port.socket(), ZMQ.Poller.POLLIN);
	}

	void unregister(SocketPort port) {
		this.poller.unregister(port.socket());
	}

	/**
	 * Waits until a socket or channel is readable.
	 * @param millis how long, at least 1
	 */
	void poll(long millis) {
		if (this.poller.poll(millis) < 0) {
			this.interrupted = true;
		}
	}

	void tick(long now) {
		for (Connection connection : this.ports.values()) {
			connection.tick(now);
		}
		if (now - this.secondStarted >= SECOND_NANOS) {
			this.secondStarted = now;
			watchExceptions();
		}
	}

	private void watchExceptions() {
		long met = this.exceptions.get();
		boolean spinning = met - this.exceptionsSeen >= SPIN_EXCEPTIONS;
		this.exceptionsSeen = met;
		this.spinningSeconds = spinning ? this.spinningSeconds + 1 : 0;
		if (this.spinningSeconds >= SPIN_SECONDS) {
			fail("I/O thread throws without end");
		}
	}

	/** Exceptions that the I/O thread has survived. */
	long exceptions() {
		return this.exceptions.get();
	}

	boolean takeInterrupted() {
		boolean seen = this.interrupted;
		this.interrupted = false;
		return seen;
	}

	@Nullable String failure() {
		return this.failure;
	}

	void fail(String reason) {
		if (this.failure == null) {
			this.failure = reason;
			logger.error("{}: {}", this.name, reason);
			this.handOver.accept(() -> {
			});
		}
	}

	/** An exception that the I/O thread survived: hostile bytes can cause it at will. */
	private void survived(Throwable ex) {
		if (this.exceptions.incrementAndGet() == 1) {
			logger.warn("{}: JeroMQ's I/O thread met an exception and goes on", this.name, ex);
		}
	}

	@Override
	public void connecting(SocketPort port, Endpoint target) {
		Connection connection = this.ports.get(port);
		if (connection != null) {
			connection.open(port, target.text());
			if (target.local()) {
				connection.up();
			}
		}
	}

	@Override
	public void closing(SocketPort port) {
		unregister(port);
		this.ports.remove(port);
	}

	@Override
	public void interrupted() {
		this.interrupted = true;
	}

	/**
	 * Closes the sockets that are left, then everything else, within the linger and a
	 * margin.
	 */
	void close() {
		boolean flag = Thread.interrupted();
		try {
			for (SocketPort port : List.copyOf(this.ports.keySet())) {
				port.close();
			}
			this.poller.close();
			terminate();
		}
		finally {
			if (flag) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void terminate() {
		CountDownLatch done = new CountDownLatch(1);
		Thread terminator = new Thread(() -> {
			this.context.close();
			done.countDown();
		}, this.name + "-close");
		terminator.setDaemon(true);
		terminator.start();
		try {
			if (!done.await(this.longestLinger + CLOSE_MARGIN_MILLIS, TimeUnit.MILLISECONDS)) {
				logger.warn("{}: JeroMQ's context does not close; it is left behind", this.name);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
