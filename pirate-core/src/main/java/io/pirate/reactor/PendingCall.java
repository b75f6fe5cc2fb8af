package io.pirate.reactor;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.pirate.machine.Call;
import io.pirate.machine.LazyPirateMachine;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/** A call between its caller and the thread that runs the machine. */
final class PendingCall implements Call {

	private final Request request;

	private final RetryPolicy policy;

	private final Consumer<Outcome> whenEnded;

	private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

	private volatile @Nullable Thread waiter;

	/** Since when its patience counts. */
	private volatile long sinceNanos;

	private long number = LazyPirateMachine.ENDED;

	PendingCall(Request request, RetryPolicy policy, Consumer<Outcome> whenEnded) {
		this.request = request;
		this.policy = policy;
		this.whenEnded = whenEnded;
	}

	@Override
	public Request request() {
		return this.request;
	}

	@Override
	public RetryPolicy policy() {
		return this.policy;
	}

	/** The reply comes in parts, so the attempt's time begins anew. */
	@Override
	public void onPart(Reply part) {
		this.sinceNanos = System.nanoTime();
	}

	/** The first end counts. */
	@Override
	public void end(Outcome how) {
		if (this.outcome.compareAndSet(null, how)) {
			this.whenEnded.accept(how);
			LockSupport.unpark(this.waiter);
		}
	}

	void begun(long newNumber) {
		this.number = newNumber;
	}

	long number() {
		return this.number;
	}

	@Nullable Outcome outcome() {
		return this.outcome.get();
	}

	/**
	 * Waits for the outcome on another thread than the machine's.
	 * @param nanos how long at most without a sign of life
	 * @return the outcome, or {@code null} if the time is over
	 * @throws InterruptedException if the caller was interrupted first
	 */
	@Nullable Outcome await(long nanos) throws InterruptedException {
		this.sinceNanos = System.nanoTime();
		this.waiter = Thread.currentThread();
		Outcome how = this.outcome.get();
		while (how == null) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			long left = this.sinceNanos + nanos - System.nanoTime();
			if (left <= 0) {
				return null;
			}
			LockSupport.parkNanos(this, left);
			how = this.outcome.get();
		}
		return how;
	}

}
