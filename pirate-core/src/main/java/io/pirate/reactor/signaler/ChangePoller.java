package io.pirate.reactor.signaler;

import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import zmq.Ctx;
import zmq.poll.IPollEvents;

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
 */
public final class ChangePoller implements Runnable {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.poll.Poller of JeroMQ 0.6.0";

	private final UncaughtExceptionHandler mishaps;

	private final Thread worker;

	private final AtomicInteger load = new AtomicInteger();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Set<Handle> handles = new HashSet<>();

	/** Handles whose keys are not yet as they should be. */
	private final List<Handle> changed = new ArrayList<>();

	private final ChangePollerTimers timers = new ChangePollerTimers();

	private final ChangePollerSelector selector;

	private volatile boolean stopping;

	public ChangePoller(Ctx ctx, String name) {
		this.mishaps = ctx.getNotificationExceptionHandler();
		this.selector = new ChangePollerSelector(ctx, this.mishaps);
		this.worker = ctx.getThreadFactory().apply(this, name);
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
		Handle handle = new Handle(fd, events);
		handle.added = true;
		this.handles.add(handle);
		this.load.incrementAndGet();
		change(handle);
		return handle;
	}

	public void removeHandle(Handle handle) {
		handle.cancelled = true;
		this.load.decrementAndGet();
		change(handle);
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
			long timeoutMillis = this.timers.run();
			settle();
			if (this.selector.select(timeoutMillis)) {
				handle(this.selector.ready());
			}
			else {
				changeAll();
			}
		}
		this.stopped.countDown();
	}

	private void set(Handle handle, int ops) {
		if (!handle.added) {
			// RegistrationWatch means that all have to be looked at
			changeAll();
		}
		else if (handle.ops != ops) {
			handle.ops = ops;
			change(handle);
		}
	}

	private void changeAll() {
		for (Handle each : this.handles) {
			change(each);
		}
	}

	private void change(Handle handle) {
		if (!handle.listed) {
			handle.listed = true;
			this.changed.add(handle);
		}
	}

	/**
	 * Brings the keys in line with the handles. Those that stay come first: one may take
	 * over the key of another handle of its channel that goes.
	 */
	private void settle() {
		for (Handle handle : this.changed) {
			handle.listed = false;
			if (!handle.cancelled) {
				register(handle);
			}
		}
		for (Handle handle : this.changed) {
			if (handle.cancelled) {
				forget(handle);
			}
		}
		this.changed.clear();
	}

	private void register(Handle handle) {
		if (!handle.fd.isOpen()) {
			forget(handle);
			return;
		}
		try {
			SelectionKey key = handle.fd.keyFor(this.selector.current());
			if (key == null) {
				handle.fd.register(this.selector.current(), handle.ops, handle);
			}
			else {
				key.attach(handle);
				key.interestOps(handle.ops);
			}
		}
		catch (CancelledKeyException | ClosedSelectorException | ClosedChannelException ex) {
			this.mishaps.uncaughtException(this.worker, ex);
		}
	}

	private void forget(Handle handle) {
		handle.added = false;
		this.handles.remove(handle);
		SelectionKey key = handle.fd.keyFor(this.selector.current());
		if (key != null && key.attachment() == handle) {
			key.cancel();
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
			}
			catch (RuntimeException ex) {
				this.mishaps.uncaughtException(this.worker, ex);
			}
		}
	}

	/** A handler's interest in one channel. */
	public static final class Handle {

		private final SelectableChannel fd;

		private final IPollEvents handler;

		private int ops;

		private boolean added;

		private boolean cancelled;

		private boolean listed;

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
