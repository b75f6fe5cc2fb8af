package io.pirate.reactor;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A loop without a thread, driven by the one caller who waits: two hand-overs between
 * threads are saved. It has a context of its own, because an interrupt of its driver may
 * break it; it is rebuilt then. One owner at a time, by the lock.
 */
final class DirectLane {

	private static final long CLOSE_MILLIS = 5000;

	private static final long UPKEEP_NANOS = 1_000_000_000L;

	/** Who asks again within that time finds the connection in his hands. */
	private static final long LEFT_NANOS = 10_000_000L;

	private final ReentrantLock lock = new ReentrantLock();

	private final String name;

	private final ClientNode node;

	private @Nullable Loop loop;

	private volatile @Nullable Loop driven;

	private volatile boolean closed;

	private volatile long usedNanos;

	DirectLane(String name, ClientNode node) {
		this.name = name;
		this.node = node;
	}

	/**
	 * Whether the calling thread may drive it now; {@link #release} must follow. Not
	 * before it is connected: a fresh connection may take a second, and the shared way is
	 * there.
	 */
	boolean tryTake() {
		if (this.closed || CallerThread.isVirtual() || !this.lock.tryLock()) {
			return false;
		}
		Loop current = open();
		if (current == null || !isConnected(current)) {
			this.lock.unlock();
			return false;
		}
		return true;
	}

	/** Other endpoints from now on; who drives it finds them. */
	void want(List<String> endpoints) {
		this.node.want(endpoints);
	}

	private boolean isConnected(Loop current) {
		if (!this.node.isConnected()) {
			current.resume();
			current.work();
		}
		return this.node.isConnected();
	}

	void release() {
		this.usedNanos = System.nanoTime();
		this.lock.unlock();
	}

	/**
	 * Drives the loop until the call has ended. The lane is taken.
	 * @throws InterruptedException if the caller was interrupted; the call is cancelled
	 */
	Outcome drive(PendingCall call) throws InterruptedException {
		Loop current = Objects.requireNonNull(this.loop, "not taken");
		current.resume();
		this.node.begin(call);
		boolean interrupted = false;
		Outcome outcome = call.outcome();
		while (outcome == null) {
			boolean more = current.work();
			boolean insideJeroMq = current.takeInterrupted();
			if (Thread.interrupted() || insideJeroMq) {
				interrupted = true;
				this.node.cancel(call);
			}
			else if (!more && call.outcome() == null) {
				current.rest(Long.MAX_VALUE);
			}
			outcome = call.outcome();
		}
		if (interrupted) {
			rebuild(current);
			if (outcome instanceof Outcome.Cancelled) {
				throw new InterruptedException();
			}
			Thread.currentThread().interrupt();
		}
		return outcome;
	}

	private @Nullable Loop open() {
		Loop current = this.loop;
		if (current == null && !this.closed) {
			current = new Loop(this.name, this::leaveIfIdle);
			try {
				current.add(this.node);
			}
			catch (EndpointException ex) {
				// the name resolved at the start, and may again later
				current.close();
				return null;
			}
			this.loop = current;
			this.driven = current;
		}
		return current;
	}

	/** EINTR may have closed a channel: the next caller opens everything anew. */
	private void rebuild(Loop broken) {
		this.loop = null;
		this.driven = null;
		broken.remove(this.node);
		broken.close();
	}

	/** On JeroMQ's thread, which serves the connection while nobody does. */
	private void leaveIfIdle() {
		if (this.lock.tryLock()) {
			try {
				Loop current = this.loop;
				if (current != null && System.nanoTime() - this.usedNanos >= LEFT_NANOS) {
					current.leave();
				}
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/** Lets an idle lane notice what happened to its connections. Any thread. */
	void upkeep(long now) {
		if (this.driven == null || now - this.usedNanos < UPKEEP_NANOS || !this.lock.tryLock()) {
			return;
		}
		try {
			Loop current = this.loop;
			if (current != null) {
				this.usedNanos = now;
				current.resume();
				current.work();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The state now, or {@code null} if it was never used, or does not answer in time.
	 */
	@Nullable ClientSnapshot snapshot(long timeoutNanos) throws InterruptedException {
		Loop current = this.driven;
		CompletableFuture<ClientSnapshot> answer = new CompletableFuture<>();
		if (current == null || !current.execute(() -> answer.complete(this.node.snapshot()))) {
			return null;
		}
		long deadline = System.nanoTime() + timeoutNanos;
		while (!answer.isDone() && deadline - System.nanoTime() > 0) {
			if (this.lock.tryLock(1, TimeUnit.MILLISECONDS)) {
				try {
					answer.complete(this.node.snapshot());
				}
				finally {
					this.lock.unlock();
				}
			}
		}
		return answer.getNow(null);
	}

	@Nullable String failure() {
		Loop current = this.driven;
		return (current != null) ? current.failure() : null;
	}

	/** Ends the call of the one who drives it, then closes it. */
	void close() {
		this.closed = true;
		Loop current = this.driven;
		if (current != null) {
			current.execute(this.node::endCalls);
		}
		boolean interrupted = Thread.interrupted();
		try {
			if (current != null && this.lock.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
				closeLoop();
			}
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void closeLoop() {
		try {
			Loop current = this.loop;
			this.loop = null;
			this.driven = null;
			if (current != null) {
				current.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
