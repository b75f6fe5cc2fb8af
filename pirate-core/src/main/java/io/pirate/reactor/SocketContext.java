package io.pirate.reactor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.pirate.reactor.curve.CurveInstallation;
import io.pirate.reactor.signaler.DecoderInstallation;
import io.pirate.reactor.signaler.SignalerInstallation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.poll.Poller;

/**
 * JeroMQ's context of one loop with its one I/O thread, its sockets and its poller. Used
 * by the loop's thread only, but for its health.
 */
final class SocketContext implements SocketOwner {

	private static final Logger logger = LoggerFactory.getLogger(SocketContext.class);

	private static final int IO_THREADS = 1;

	/** JeroMQ's other thread is the reaper of closed sockets. */
	private static final String IO_ROLE = "iothread";

	/** Beyond the sockets' linger; JeroMQ itself may wait for ever. */
	private static final long CLOSE_MARGIN_MILLIS = 1500;

	/**
	 * A context that has failed may close, or not: nobody is helped by waiting for it.
	 */
	private static final long FAILED_CLOSE_MILLIS = 300;

	private static final long NANOS_PER_MILLI = 1_000_000L;

	/** Until the failure is acted upon the loop must not spin. */
	private static final long POLL_FAILED_NANOS = 10 * NANOS_PER_MILLI;

	static {
		// before the first context: it loads the classes that are to be replaced
		SignalerInstallation.install();
		CurveInstallation.decide(true);
		DecoderInstallation.install();
	}

	private final String name;

	private final Inbox inbox;

	/** Asked now and then whether the loop is left alone, if it may be. */
	private final @Nullable Runnable watch;

	private final IoHealth health;

	private final RegistrationWatch registrations = new RegistrationWatch();

	private final ZContext context = new ZContext(IO_THREADS);

	private final Waiting waiting;

	private final Map<SocketPort, Opened> ports = new LinkedHashMap<>();

	/** Once a socket asks who may connect. */
	private @Nullable ZapHandler zap;

	private int longestLinger;

	private boolean interrupted;

	/**
	 * A context without sockets.
	 * @param name prefix of its threads' names
	 * @param inbox runs what is put in on the loop's thread
	 * @param wakeup ends this loop's sleep
	 * @param watch asked by the I/O thread while the loop does its work, may call
	 * {@link #leave} as the loop's owner; {@code null} if nobody ever leaves
	 */
	SocketContext(String name, Inbox inbox, Wakeup wakeup, @Nullable Runnable watch) {
		this.name = name;
		this.inbox = inbox;
		this.watch = watch;
		this.health = new IoHealth(name, wakeup::signal);
		this.context
			.setUncaughtExceptionHandler((thread, ex) -> this.health.fail(thread.getName() + " has ended: " + ex));
		this.context.setNotificationExceptionHandler((thread, ex) -> this.health.survived(ex));
		this.context.setThreadFactor(this::thread);
		this.context.setLinger(0);
		this.waiting = DrivenWaiting.isAvailable() ? new DrivenWaiting(inbox, wakeup, this.health, this::awaitsName)
				: new PolledWaiting(this.context, inbox, wakeup);
	}

	/** A name server may take longer than a caller who drives this is willing to wait. */
	private boolean awaitsName() {
		if (this.watch != null) {
			for (Opened opened : this.ports.values()) {
				if (opened.connection != null && opened.connection.awaitsName()) {
					return true;
				}
			}
		}
		return false;
	}

	private Thread thread(Runnable target, String role) {
		Runnable task = target;
		if (target instanceof Poller io && role.startsWith(IO_ROLE)) {
			this.registrations.runs(io);
			if (this.waiting instanceof DrivenWaiting driven) {
				Helm helm = new Helm(io, this.watch);
				driven.runs(helm);
				task = helm;
			}
		}
		Thread thread = new Thread(new IoLoop(task, this.health), this.name + "-" + role);
		thread.setDaemon(true);
		return thread;
	}

	ZMQ.Socket socket(SocketType type) {
		return this.context.createSocket(type);
	}

	/** Who decides about connections; there before any socket that asks is bound. */
	ZapHandler zap() {
		ZapHandler current = this.zap;
		if (current == null) {
			current = new ZapHandler(this.context, this.name, this.health);
			this.zap = current;
		}
		return current;
	}

	/**
	 * Keeps a new socket until it is closed.
	 * @param port the socket
	 * @param channels where its connections are noted
	 * @param connection the one of a connecting socket
	 * @param gate of a bound socket
	 */
	void opened(SocketPort port, Channels channels, @Nullable Connection connection, @Nullable AcceptGate gate) {
		this.ports.put(port, new Opened(channels, connection, gate));
		this.waiting.opened(port);
		this.longestLinger = Math.max(this.longestLinger, port.settings().lingerMillis());
	}

	IoHealth health() {
		return this.health;
	}

	RegistrationWatch registrations() {
		return this.registrations;
	}

	void handOver(Runnable task) {
		this.inbox.add(task);
	}

	void register(SocketPort port) {
		this.waiting.register(port);
	}

	void unregister(SocketPort port) {
		this.waiting.unregister(port);
	}

	/**
	 * Waits until a socket is readable, the wake-up is given, or the time is over.
	 * @param nanos how long
	 */
	void sleep(long nanos) {
		try {
			this.interrupted |= this.waiting.sleep(nanos);
		}
		catch (RuntimeException ex) {
			this.health.fail("polling failed: " + ex);
			LockSupport.parkNanos(POLL_FAILED_NANOS);
		}
	}

	/**
	 * Lets the sockets get on without waiting.
	 * @return whether something may have arrived
	 */
	boolean look() {
		// a channel would close under the hands of a thread with that flag
		this.interrupted |= Thread.interrupted();
		return this.waiting.look();
	}

	/** The loop's owner goes away for a while, and JeroMQ's thread serves the sockets. */
	void leave() {
		this.waiting.leave();
	}

	void tick(long now) {
		this.health.tick(now);
		if (this.zap != null && this.zap.hasEnded()) {
			// JeroMQ would let everybody in; nobody shall even get that far
			this.ports.keySet().forEach(SocketPort::unbind);
		}
		for (Opened opened : this.ports.values()) {
			if (opened.connection != null) {
				opened.connection.tick(now);
			}
			if (opened.gate != null) {
				opened.gate.tick(now);
			}
		}
	}

	boolean takeInterrupted() {
		boolean seen = this.interrupted;
		this.interrupted = false;
		return seen;
	}

	@Override
	public void connecting(SocketPort port, Endpoint target) {
		Opened opened = this.ports.get(port);
		if (opened != null && opened.connection != null) {
			opened.connection.open(port, target);
		}
	}

	@Override
	public void closing(SocketPort port) {
		this.waiting.closing(port);
		Opened opened = this.ports.remove(port);
		if (opened != null && this.health.failure() != null) {
			opened.channels.abandon();
		}
	}

	@Override
	public void interrupted() {
		this.interrupted = true;
	}

	/**
	 * Closes the sockets that are left, then everything else, within their linger and a
	 * margin. The thread's interrupt is put aside for that time.
	 */
	void close() {
		boolean flag = Thread.interrupted();
		try {
			for (SocketPort port : List.copyOf(this.ports.keySet())) {
				port.close();
			}
			this.waiting.close();
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
		boolean failed = this.health.failure() != null;
		long patience = failed ? FAILED_CLOSE_MILLIS : this.longestLinger + CLOSE_MARGIN_MILLIS;
		try {
			if (!done.await(patience, TimeUnit.MILLISECONDS)) {
				logger.warn("{}: JeroMQ's context does not close; it is left behind", this.name);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private record Opened(Channels channels, @Nullable Connection connection, @Nullable AcceptGate gate) {
	}

}
