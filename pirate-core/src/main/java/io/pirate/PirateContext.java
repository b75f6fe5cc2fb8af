package io.pirate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.reactor.Reactor;
import org.jspecify.annotations.Nullable;

/**
 * The thread and the sockets that the workers of one application share. Started by its
 * first worker, closed by its owner after the workers. Safe for use by many threads.
 */
public final class PirateContext implements AutoCloseable {

	private final String name;

	private final AtomicReference<@Nullable Reactor> reactor = new AtomicReference<>();

	private final Set<RunningWorker> workers = ConcurrentHashMap.newKeySet();

	/** Whether the reactor is closed with this context. */
	private final boolean owner;

	private volatile boolean closed;

	/**
	 * A context that has not started anything.
	 * @param name its thread's name
	 */
	public PirateContext(String name) {
		this(name, null);
	}

	private PirateContext(String name, @Nullable Reactor running) {
		this.name = name;
		this.owner = running == null;
		this.reactor.set(running);
	}

	/** A context on the running thread of somebody else, who ends it. */
	static PirateContext on(Reactor running) {
		return new PirateContext(running.loop().name(), running);
	}

	/**
	 * Why the workers of this context serve nobody: its I/O thread died. It recovers by
	 * itself if it can, and the workers register again.
	 * @return the reason, or {@code null} if all is well or nothing was started
	 */
	public @Nullable String failure() {
		Reactor current = this.reactor.get();
		return (current != null) ? current.loop().failure() : null;
	}

	/**
	 * Ends the thread and closes what workers have left open, without draining them. Does
	 * nothing if it is closed.
	 */
	@Override
	public void close() {
		this.closed = true;
		Reactor current = this.reactor.getAndSet(null);
		if (current != null && this.owner) {
			current.close();
		}
		this.workers.forEach(RunningWorker::onContextClosed);
	}

	/** The running reactor of a worker that starts. */
	Reactor join(RunningWorker worker) {
		requireOpen();
		Reactor current = reactor();
		this.workers.add(worker);
		if (this.closed) {
			// closed meanwhile, perhaps without seeing the thread that was started here
			close();
			requireOpen();
		}
		return current;
	}

	void leave(RunningWorker worker) {
		this.workers.remove(worker);
	}

	private void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("the context " + this.name + " is closed");
		}
	}

	private Reactor reactor() {
		Reactor current = this.reactor.get();
		if (current != null) {
			return current;
		}
		Reactor fresh = new Reactor(this.name);
		Reactor winner = this.reactor.compareAndExchange(null, fresh);
		if (winner != null) {
			fresh.close();
			return winner;
		}
		fresh.start();
		return fresh;
	}

}
