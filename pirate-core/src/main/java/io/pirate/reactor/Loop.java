package io.pirate.reactor;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The duty cycle without its thread: one context, one poller, some nodes. Whoever calls
 * {@link #turn} is the owner at that time; only {@link #execute}, {@link #failure} and
 * the counters are for other threads. Opens its sockets lazily.
 */
public final class Loop {

	private static final int INBOX_BATCH = 1024;

	/** The clocks are compared at least this often. */
	private static final long MAX_SLEEP_NANOS = 1_000_000_000L;

	private final String name;

	private final Setback setback = new Setback();

	private final Wakeup wakeup = new Wakeup();

	private final Inbox inbox = new Inbox(this.wakeup);

	private final SocketFactory sockets = new SocketFactory(this::context);

	private final Mishaps mishaps;

	private final Nodes nodes;

	private final LongSupplier clock;

	private final @Nullable Runnable watch;

	private final ClockWatch clockWatch;

	private final Punctuality punctuality;

	private volatile @Nullable SocketContext context;

	private volatile boolean closed;

	/**
	 * A loop that has opened nothing yet.
	 * @param name prefix of its threads' names, and its name in logs
	 */
	public Loop(String name) {
		this(name, null, System::nanoTime, System::currentTimeMillis);
	}

	/**
	 * One whose owner may stay away between two turns.
	 * @param watch asked now and then, on JeroMQ's thread: whether he does, and if so,
	 * calls {@link #leave} in his place
	 */
	Loop(String name, Runnable watch) {
		this(name, watch, System::nanoTime, System::currentTimeMillis);
	}

	Loop(String name, @Nullable Runnable watch, LongSupplier clock, LongSupplier wallMillis) {
		this.name = name;
		this.watch = watch;
		this.clock = clock;
		this.clockWatch = new ClockWatch(clock, wallMillis);
		this.punctuality = new Punctuality(clock);
		this.mishaps = new Mishaps(name, (reason) -> this.setback.met(reason, clock.getAsLong()));
		this.nodes = new Nodes(this.mishaps);
	}

	public String name() {
		return this.name;
	}

	public SocketFactory sockets() {
		return this.sockets;
	}

	/**
	 * Hands a task to the loop's thread, and wakes it. Any thread.
	 * @param task what to run
	 * @return false if it never will be, because the loop is closed
	 */
	public boolean execute(Runnable task) {
		return this.inbox.add(task);
	}

	/**
	 * Opens a node and runs it from now on.
	 * @param node whose turn it is, each turn
	 * @throws EndpointException or {@link BindFailedException}, or whatever its opening
	 * throws; it is closed and not run then
	 */
	public void add(Node node) {
		try {
			node.open(this);
		}
		catch (RuntimeException | Error ex) {
			this.mishaps.guard("closing a node that did not open", node::close);
			throw ex;
		}
		this.nodes.add(node);
	}

	/** Closes a node that was added, and forgets it. */
	public void remove(Node node) {
		this.nodes.remove(node);
		this.mishaps.guard("a node's close", node::close);
	}

	/** From now on the loop wakes when an open socket of its own is readable. */
	public void register(SocketPort port) {
		context().register(port);
	}

	/** The socket does not wake the loop any more; closing it does this too. */
	public void unregister(SocketPort port) {
		context().unregister(port);
	}

	/**
	 * One turn: drain every node, run what was handed over, tick every node, and if there
	 * is nothing more to do, sleep until the earliest deadline.
	 * @param maxWaitNanos longest sleep; 0 does not sleep at all
	 * @return whether more work is waiting
	 */
	public boolean turn(long maxWaitNanos) {
		boolean more = work();
		if (more) {
			look();
		}
		else {
			rest(maxWaitNanos);
		}
		return more;
	}

	/**
	 * The first half of a turn: drain every node, run what was handed over, tick.
	 * @return whether more work is waiting
	 */
	boolean work() {
		long now = this.clock.getAsLong();
		if (this.clockWatch.stepped()) {
			this.nodes.clockStepped();
		}
		boolean more = this.punctuality.drain(this.nodes, now, this::look);
		more |= this.inbox.run(INBOX_BATCH, this::run);
		tick(now);
		this.punctuality.expect(now);
		return more;
	}

	/** The second half: sleeps until something is readable, due or handed over. */
	void rest(long maxWaitNanos) {
		long now = this.punctuality.expectedAt();
		long wait = Math.min(this.nodes.untilDeadline(now, MAX_SLEEP_NANOS), maxWaitNanos);
		this.punctuality.expect(now + wait);
		if (wait > 0) {
			context().sleep(wait);
		}
		else {
			look();
		}
	}

	/** Until the next turn JeroMQ's own thread serves the sockets. */
	void leave() {
		SocketContext current = this.context;
		if (current != null) {
			current.leave();
		}
	}

	/** To be called before the first turn after a pause that was meant to be. */
	public void resume() {
		this.punctuality.resume();
	}

	/**
	 * Whether the owner was interrupted inside JeroMQ since the last question. JeroMQ has
	 * cleared the thread's flag then; its sockets should be reopened.
	 * @return true once for each time
	 */
	public boolean takeInterrupted() {
		SocketContext current = this.context;
		return current != null && current.takeInterrupted();
	}

	/**
	 * Why this loop serves nobody at the moment, or not everybody. It recovers by itself
	 * if it can: a second after its I/O thread has died all nodes are closed and opened
	 * again on a new context.
	 * @return the reason, or {@code null} if all is well. Any thread
	 */
	public @Nullable String failure() {
		String fatal = fatal();
		SocketContext current = this.context;
		return (fatal != null || current == null) ? fatal : current.health().trouble();
	}

	/** How many exceptions nodes and tasks have thrown since the start. Any thread. */
	public long mishaps() {
		return this.mishaps.count();
	}

	/**
	 * Runs what was accepted, closes nodes, sockets and context. Bounded by the sockets'
	 * linger and a margin, also on an interrupted thread, whose flag is kept. May be
	 * repeated.
	 */
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		boolean flag = Thread.interrupted();
		try {
			this.inbox.close();
			boolean more = true;
			while (more) {
				more = this.inbox.run(INBOX_BATCH, this::run);
			}
			closeNodes();
		}
		finally {
			if (flag) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Exceptions that the I/O thread has survived. Any thread. */
	long ioExceptions() {
		SocketContext current = this.context;
		return (current != null) ? current.health().exceptions() : 0;
	}

	/** Whether nodes that are closed now will never be opened again. */
	boolean isClosed() {
		return this.closed;
	}

	private boolean look() {
		SocketContext current = this.context;
		return current != null && current.look();
	}

	private SocketContext context() {
		SocketContext current = this.context;
		if (current == null) {
			if (this.closed) {
				throw new IllegalStateException("loop " + this.name + " is closed");
			}
			current = new SocketContext(this.name, this.inbox, this.wakeup, this.watch);
			this.context = current;
		}
		return current;
	}

	private void tick(long now) {
		SocketContext current = this.context;
		if (current != null) {
			current.tick(now);
		}
		this.nodes.tick(now);
		String reason = fatal();
		if (reason != null && this.setback.isDue(reason, now)) {
			rebuild();
		}
	}

	private @Nullable String fatal() {
		String own = this.setback.reason();
		SocketContext current = this.context;
		return (own != null || current == null) ? own : current.health().failure();
	}

	private void rebuild() {
		closeNodes();
		this.context = null;
		if (this.nodes.open(this)) {
			this.setback.over();
		}
	}

	private void closeNodes() {
		this.nodes.close();
		SocketContext current = this.context;
		if (current != null) {
			current.close();
		}
	}

	private void run(Runnable task) {
		this.mishaps.guard("a task", task);
	}

}
