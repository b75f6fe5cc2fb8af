package io.pirate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.StarSnapshot;
import io.pirate.reactor.BrokerNode;
import org.jspecify.annotations.Nullable;

/**
 * A queue between clients and workers: paranoid, simple and plain peers at once (RFC 6).
 * One thread of its own. Safe for use by many threads.
 */
public final class PirateQueue implements AutoCloseable {

	private static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(1);

	private final QueueOptions options;

	private final PirateListener listener;

	private final @Nullable TitanicPass pass;

	private final AtomicReference<@Nullable RunningQueue> running = new AtomicReference<>();

	/**
	 * A queue that is not started.
	 * @param options how it serves
	 * @param listener who watches it
	 */
	public PirateQueue(QueueOptions options, PirateListener listener) {
		this(options, listener, null);
	}

	private PirateQueue(QueueOptions options, PirateListener listener, @Nullable TitanicPass pass) {
		this.options = options;
		this.listener = listener;
		this.pass = pass;
	}

	/**
	 * A queue whose {@code titanic.*} services are those of a {@link PirateTitanic}
	 * {@linkplain TitanicPlace#beside beside} it; other workers that claim them are
	 * disconnected.
	 * @param options how it serves
	 * @param listener who watches it
	 * @return the queue, not started
	 */
	public static PirateQueue withTitanic(QueueOptions options, PirateListener listener) {
		return new PirateQueue(options, listener, new TitanicPass());
	}

	/**
	 * Binds and serves. Does nothing if it is running.
	 * @throws BindException if an address cannot be bound
	 * @throws IllegalArgumentException if an address is malformed
	 */
	public void start() {
		RunningQueue next = new RunningQueue(this.options, this.listener, this.pass);
		if (!this.running.compareAndSet(null, next)) {
			return;
		}
		boolean open = false;
		try {
			next.open();
			open = true;
		}
		finally {
			if (!open) {
				this.running.compareAndSet(next, null);
			}
		}
	}

	public boolean isRunning() {
		RunningQueue current = this.running.get();
		return current != null && current.isOpen();
	}

	/**
	 * The bound front end, with the real port.
	 * @return an address to connect to
	 * @throws IllegalStateException unless running
	 */
	public String frontend() {
		return current().addresses().frontend();
	}

	/**
	 * The bound back end, with the real port.
	 * @return an address to connect to
	 * @throws IllegalStateException unless running
	 */
	public String backend() {
		return current().addresses().backend();
	}

	/**
	 * The state now, asked of the queue's own thread.
	 * @return the snapshot
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public QueueSnapshot snapshot() {
		return current().snapshot(SNAPSHOT_TIMEOUT);
	}

	/**
	 * The state of this queue as one of a pair, asked of its own thread.
	 * @return the snapshot, or {@code null} if it serves on its own
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public @Nullable StarSnapshot star() {
		return current().star(SNAPSHOT_TIMEOUT);
	}

	/**
	 * Where the other queue of the pair connects, with the real port.
	 * @return an address, or {@code null} if this queue serves on its own or by an
	 * arbiter's leave
	 * @throws IllegalStateException unless running
	 */
	public @Nullable String starEndpoint() {
		return current().addresses().star();
	}

	/**
	 * Makes this queue the active one of its pair, whatever the other one does: that one
	 * steps down when it hears of it, and workers refuse what it still gives them. On the
	 * primary this is the failback.
	 * @return false if it serves already, or is not one of a pair without an arbiter
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public boolean takeOver() {
		return current().takeOver(SNAPSHOT_TIMEOUT);
	}

	/**
	 * Lets this queue serve for some time, or goes on letting it, if it is one of a pair
	 * for which an arbiter decides. Returns at once.
	 * @param epoch a number above 0 that nobody else is granted and that grows with each
	 * change of who serves, below 2^52; or 0, and this queue finds one of its own
	 * @param untilNanos when that ends, an instant of {@link System#nanoTime()}: before
	 * anybody else could be granted the same
	 */
	public void grant(long epoch, long untilNanos) {
		RunningQueue current = this.running.get();
		if (current != null) {
			current.grant(epoch, untilNanos);
		}
	}

	/** Ends what {@link #grant} began; nothing happens if it has ended. */
	public void revoke() {
		RunningQueue current = this.running.get();
		if (current != null) {
			current.revoke();
		}
	}

	/**
	 * Why this queue serves nobody although it is running: its I/O thread died. It
	 * recovers by itself if it can.
	 * @return the reason, or {@code null} if all is well or it is not running
	 */
	public @Nullable String failure() {
		RunningQueue current = this.running.get();
		return (current != null) ? current.failure() : null;
	}

	/**
	 * How it serves, and who may connect.
	 * @return the options
	 */
	public QueueOptions options() {
		return this.options;
	}

	/**
	 * Connections that were not let in since it was started, because their key is not
	 * among the {@linkplain SecurityOptions#peers() peers}.
	 * @return the number; 0 unless running
	 */
	public long deniedConnections() {
		RunningQueue current = this.running.get();
		return (current != null) ? current.denied() : 0;
	}

	/**
	 * Leaves: refuses new calls, awaits what is in workers' hands up to the drain
	 * timeout, closes. Afterwards it may be started again.
	 */
	@Override
	public void close() {
		RunningQueue current = this.running.getAndSet(null);
		if (current != null) {
			current.close();
		}
	}

	/** Its own thread, for workers that connect to {@link BrokerNode#INSIDE}. */
	PirateContext context() {
		return PirateContext.on(current().reactor());
	}

	/** How it knows the Titanic beside it, if one may be. */
	@Nullable TitanicPass pass() {
		return this.pass;
	}

	private RunningQueue current() {
		RunningQueue current = this.running.get();
		if (current == null || !current.isOpen()) {
			throw new IllegalStateException("the queue is not running");
		}
		return current;
	}

}
