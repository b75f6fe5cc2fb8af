package io.pirate.reactor.signaler;

import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.ZError;
import zmq.io.IOThread;
import zmq.poll.IPollEvents;
import zmq.util.Errno;

/**
 * Runs the handlers of one of JeroMQ's I/O threads. Becomes {@code zmq.poll.Poller} (see
 * {@link SignalerInstallation}), so its public members are those of that class, and it
 * refers to nothing but the JDK and JeroMQ.
 * <p>
 * Before each wait the stock one copies and sorts all timers, of which every connection
 * has one or two, and looks at all handles if one has changed, as one does with every
 * batch that is sent. This one keeps its timers in order and a list of what has changed.
 * Its clock is monotonic, a timer that is set again is not taken for the one that was
 * cancelled before, and a channel that passes from one handle to another keeps its key.
 * What is to be written is tried before anybody waits for room, which there nearly always
 * is. And another thread may run it, pass by pass, while its own one leaves it alone:
 * {@link #prepare}, {@link #select}, {@link #handleReady}.
 */
public final class ChangePoller implements Runnable {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.poll.Poller of JeroMQ 0.6.0";

	private final UncaughtExceptionHandler mishaps;

	private final Thread worker;

	private final Errno errno;

	private final AtomicInteger load = new AtomicInteger();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final ChangePollerTimers timers = new ChangePollerTimers();

	private final ChangePollerSelector selector;

	private final ChangePollerHandles handles;

	/** JeroMQ's thread, whose mailbox needs no selector if its reader looks by itself. */
	private @Nullable IOThread commands;

	private volatile boolean stopping;

	public ChangePoller(Ctx ctx, String name) {
		this.mishaps = ctx.getNotificationExceptionHandler();
		this.errno = ctx.errno();
		this.selector = new ChangePollerSelector(ctx, this.mishaps);
		this.worker = ctx.getThreadFactory().apply(this, name);
		this.handles = new ChangePollerHandles(this.selector, this.mishaps, this.worker);
	}

	public void start() {
		this.worker.start();
	}

	public void stop() {
		this.stopping = true;
		this.selector.wakeup();
	}

	public void destroy() {
		try {
			stop();
			this.stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.selector.close();
		}
	}

	/** Handles, as a measure of what there is to do. Any thread. */
	public int getLoad() {
		return this.load.get();
	}

	public Handle addHandle(SelectableChannel fd, IPollEvents events) {
		if (events instanceof IOThread ioThread) {
			this.commands = ioThread;
		}
		Handle handle = new Handle(fd, events);
		this.handles.add(handle);
		this.load.incrementAndGet();
		return handle;
	}

	public void removeHandle(Handle handle) {
		handle.cancelled = true;
		this.load.decrementAndGet();
		this.handles.change(handle);
	}

	public void setPollIn(Handle handle) {
		set(handle, handle.ops | SelectionKey.OP_READ);
	}

	public void resetPollIn(Handle handle) {
		set(handle, handle.ops & ~SelectionKey.OP_READ);
	}

	public void setPollOut(Handle handle) {
		set(handle, handle.ops | SelectionKey.OP_WRITE);
	}

	public void resetPollOut(Handle handle) {
		set(handle, handle.ops & ~SelectionKey.OP_WRITE);
	}

	public void setPollConnect(Handle handle) {
		set(handle, handle.ops | SelectionKey.OP_CONNECT);
	}

	public void setPollAccept(Handle handle) {
		set(handle, handle.ops | SelectionKey.OP_ACCEPT);
	}

	/** Sets a timer, or moves the one of that handler with that id. */
	public void addTimer(long timeout, IPollEvents sink, int id) {
		this.timers.add(timeout, sink, id);
	}

	public void cancelTimer(IPollEvents sink, int id) {
		this.timers.cancel(sink, id);
	}

	@Override
	public void run() {
		while (!this.stopping) {
			select(prepare());
			handleReady();
		}
		this.stopped.countDown();
	}

	/** Whether it has been told to end. Any thread. */
	public boolean isStopping() {
		return this.stopping;
	}

	/** Ends the {@link #select} of now, or the next one. Any thread. */
	public void wakeup() {
		this.selector.wakeup();
	}

	/** The I/O thread that it belongs to, if it is not the reaper's. */
	public @Nullable IOThread commands() {
		return this.commands;
	}

	/**
	 * The first part of a pass: commands, timers, changes.
	 * @return milliseconds until the next timer, or -1 if there is none
	 */
	public long prepare() {
		IOThread reader = this.commands;
		if (reader != null) {
			reader.inEvent();
			keepInterrupt();
		}
		long timeoutMillis = this.timers.run();
		this.handles.settle();
		return timeoutMillis;
	}

	/**
	 * The second part: waits until a channel is ready.
	 * @param millis how long; 0 only looks, less waits without end
	 * @return whether one is
	 */
	public boolean select(long millis) {
		if (!this.selector.select(millis)) {
			this.handles.changeAll();
		}
		return !this.selector.ready().isEmpty();
	}

	/** The last part: what is ready is read and written. */
	public void handleReady() {
		handle(this.selector.ready());
	}

	/**
	 * Who reads commands has taken its thread's flag, and tells by the error number only.
	 * Nobody interrupts the I/O thread itself, which could do nothing about it.
	 */
	private void keepInterrupt() {
		if (this.errno.is(ZError.EINTR) && Thread.currentThread() != this.worker) {
			Thread.currentThread().interrupt();
		}
	}

	private void set(Handle handle, int ops) {
		if (!handle.added) {
			// RegistrationWatch means that all have to be looked at
			this.handles.changeAll();
		}
		else if (handle.ops != ops) {
			handle.ops = ops;
			this.handles.change(handle);
		}
	}

	private void handle(Set<SelectionKey> ready) {
		Iterator<SelectionKey> keys = ready.iterator();
		while (keys.hasNext()) {
			SelectionKey key = keys.next();
			keys.remove();
			Handle handle = (Handle) key.attachment();
			if (handle.cancelled) {
				continue;
			}
			try {
				handle.run(key);
				if (handle.handler == this.commands) {
					keepInterrupt();
				}
			}
			catch (RuntimeException ex) {
				this.mishaps.uncaughtException(this.worker, ex);
			}
		}
	}

	/** A handler's interest in one channel. */
	public static final class Handle {

		final SelectableChannel fd;

		final IPollEvents handler;

		int ops;

		/** What the selector knows; everything while it knows nothing of the channel. */
		int registered = -1;

		boolean added;

		boolean cancelled;

		boolean listed;

		public Handle(SelectableChannel fd, IPollEvents handler) {
			this.fd = fd;
			this.handler = handler;
		}

		private void run(SelectionKey key) {
			if (key.isValid() && key.isAcceptable()) {
				this.handler.acceptEvent();
			}
			if (key.isValid() && key.isConnectable()) {
				this.handler.connectEvent();
			}
			if (key.isValid() && key.isWritable()) {
				this.handler.outEvent();
			}
			if (key.isValid() && key.isReadable()) {
				this.handler.inEvent();
			}
		}

	}

}
