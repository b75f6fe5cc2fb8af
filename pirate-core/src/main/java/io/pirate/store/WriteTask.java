package io.pirate.store;

import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A write with a result.
 *
 * @param <T> what it gives
 */
final class WriteTask<T> implements StoreTask {

	private final Function<StoreTransaction, T> write;

	private final BiConsumer<T, Long> whenDone;

	private final @Nullable BiConsumer<StoreException, Long> whenFailed;

	private @Nullable T result;

	private WriteTask(Function<StoreTransaction, T> write, BiConsumer<T, Long> whenDone,
			@Nullable BiConsumer<StoreException, Long> whenFailed) {
		this.write = write;
		this.whenDone = whenDone;
		this.whenFailed = whenFailed;
	}

	/** One that may fail. */
	static <T> WriteTask<T> of(Function<StoreTransaction, T> write, BiConsumer<T, Long> whenDone,
			BiConsumer<StoreException, Long> whenFailed) {
		return new WriteTask<>(write, whenDone, whenFailed);
	}

	/** One that is tried until it has been written. */
	static <T> WriteTask<T> due(Function<StoreTransaction, T> write, BiConsumer<T, Long> whenDone) {
		return new WriteTask<>(write, whenDone, null);
	}

	@Override
	public void write(StoreTransaction transaction) {
		this.result = this.write.apply(transaction);
	}

	@Override
	public void done(long now) {
		T written = this.result;
		if (written == null) {
			throw new IllegalStateException("not written");
		}
		this.whenDone.accept(written, now);
	}

	@Override
	public void failed(StoreException failure, long now) {
		if (this.whenFailed != null) {
			this.whenFailed.accept(failure, now);
		}
	}

	@Override
	public boolean isDue() {
		return this.whenFailed == null;
	}

}
