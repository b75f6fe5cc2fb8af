package io.pirate;

import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A subscription that pulls an iterator. Whoever makes the demand positive has a task
 * executed; the task makes it zero again, or ends everything and leaves it positive, so
 * that no other one ever starts.
 *
 * @param <T> the elements' type
 */
final class Pull<T> implements Flow.Subscription {

	private final Iterator<? extends T> iterator;

	private final Runnable whenOver;

	private final Executor executor;

	private final Flow.Subscriber<? super T> subscriber;

	/** Requested and not published; a cancellation counts as one. */
	private final AtomicLong demand = new AtomicLong();

	private final AtomicBoolean over = new AtomicBoolean();

	private volatile boolean cancelled;

	private volatile boolean invalid;

	Pull(Iterator<? extends T> iterator, Runnable whenOver, Executor executor, Flow.Subscriber<? super T> subscriber) {
		this.iterator = iterator;
		this.whenOver = whenOver;
		this.executor = executor;
		this.subscriber = subscriber;
	}

	@Override
	public void request(long elements) {
		if (elements < 1) {
			this.invalid = true;
		}
		add(Math.max(1, elements));
	}

	@Override
	public void cancel() {
		if (!this.cancelled) {
			this.cancelled = true;
			add(1);
		}
	}

	private void add(long elements) {
		long before = this.demand.getAndAccumulate(elements, Pull::sum);
		if (before > 0) {
			return;
		}
		try {
			this.executor.execute(this::run);
		}
		catch (RuntimeException ex) {
			// nobody pulls, and the demand that stays keeps it so
			end(ex);
		}
	}

	private static long sum(long one, long other) {
		long sum = one + other;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	private void run() {
		long left = this.demand.get();
		while (left > 0) {
			long published = 0;
			while (published < left) {
				if (!pull()) {
					return;
				}
				published++;
			}
			left = this.demand.addAndGet(-published);
		}
	}

	/** Publishes one element, or ends. */
	private boolean pull() {
		if (this.cancelled) {
			end(null);
			return false;
		}
		if (this.invalid) {
			end(new IllegalArgumentException("at least one element must be requested"));
			return false;
		}
		T element;
		try {
			if (!this.iterator.hasNext()) {
				end(null);
				return false;
			}
			element = this.iterator.next();
		}
		catch (Throwable ex) {
			end(ex);
			return false;
		}
		return publish(element);
	}

	private boolean publish(@Nullable T element) {
		if (element == null) {
			end(new NullPointerException("the iterator gave null"));
			return false;
		}
		try {
			this.subscriber.onNext(element);
			return true;
		}
		catch (Throwable ex) {
			// a subscriber that throws has forfeited the rest
			this.cancelled = true;
			end(null);
			throw ex;
		}
	}

	private void end(@Nullable Throwable failure) {
		if (!this.over.compareAndSet(false, true)) {
			return;
		}
		Throwable reason = close(failure);
		if (this.cancelled) {
			return;
		}
		if (reason != null) {
			this.subscriber.onError(reason);
		}
		else {
			this.subscriber.onComplete();
		}
	}

	private @Nullable Throwable close(@Nullable Throwable failure) {
		try {
			this.whenOver.run();
			return failure;
		}
		catch (Throwable ex) {
			if (failure == null) {
				return ex;
			}
			failure.addSuppressed(ex);
			return failure;
		}
	}

}
