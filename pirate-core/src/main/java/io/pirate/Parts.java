package io.pirate;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishers for {@link PirateStreamHandler}s whose parts come from something that is
 * pulled, such as an iterator, a stream or a cursor.
 */
public final class Parts {

	private Parts() {
	}

	/**
	 * Publishes what an iterator gives, to one subscriber. The iterator is asked only for
	 * as much as was requested, on the executor, by one thread at a time, each of which
	 * sees what the one before has done; while nothing is requested no thread is held.
	 * Whether it has another element is asked only when one is requested, too.
	 * <p>
	 * Signals come on the executor, serially. An exception of the iterator is signalled
	 * by {@code onError}, like a refusal of the executor, a {@code null} element
	 * ({@link NullPointerException}), a request of less than one element
	 * ({@link IllegalArgumentException}) and a second subscriber
	 * ({@link IllegalStateException}).
	 * @param <T> the elements' type
	 * @param iterator gives the elements; used only after a subscription
	 * @param whenOver run once, after the iterator was used for the last time: it is
	 * exhausted, has failed or the subscription was cancelled. Runs before the last
	 * signal, on the executor unless that refuses; what it throws is signalled by
	 * {@code onError} if nothing has failed before. Not run if nobody subscribes
	 * @param executor where the iterator is used; should not run tasks on the caller's
	 * thread
	 * @return a publisher, safe for use by many threads
	 */
	public static <T> Flow.Publisher<T> of(Iterator<? extends T> iterator, Runnable whenOver, Executor executor) {
		Objects.requireNonNull(iterator, "iterator");
		Objects.requireNonNull(whenOver, "whenOver");
		Objects.requireNonNull(executor, "executor");
		AtomicBoolean taken = new AtomicBoolean();
		return (subscriber) -> {
			if (taken.compareAndSet(false, true)) {
				subscriber.onSubscribe(new Pull<>(iterator, whenOver, executor, subscriber));
			}
			else {
				subscriber.onSubscribe(new Nothing());
				subscriber.onError(new IllegalStateException("an iterator's elements are for one subscriber"));
			}
		};
	}

	/** The subscription of one who gets nothing. */
	private static final class Nothing implements Flow.Subscription {

		@Override
		public void request(long elements) {
			// an error is on its way
		}

		@Override
		public void cancel() {
			// an error is on its way
		}

	}

}
