package io.pirate.autoconfigure.actuate;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot that many meters of one scrape share, so that a scrape costs one call to an
 * I/O thread. While there is no newer one the last stays, so that counters never fall.
 *
 * @param <T> type of the snapshot
 */
final class CachedSnapshot<T> {

	private static final long FRESH_NANOS = 500_000_000;

	private final Supplier<Optional<T>> source;

	private final LongSupplier nanoTime;

	private final AtomicReference<@Nullable Taken<T>> last = new AtomicReference<>();

	CachedSnapshot(Supplier<Optional<T>> source, LongSupplier nanoTime) {
		this.source = source;
		this.nanoTime = nanoTime;
	}

	@Nullable T get() {
		long now = this.nanoTime.getAsLong();
		Taken<T> known = this.last.get();
		if (known != null && now - known.atNanos() < FRESH_NANOS) {
			return known.snapshot();
		}
		T fresh = take();
		T latest = (fresh != null || known == null) ? fresh : known.snapshot();
		this.last.set(new Taken<>(now, latest));
		return latest;
	}

	private @Nullable T take() {
		try {
			return this.source.get().orElse(null);
		}
		catch (RuntimeException ex) {
			// health says it; a scrape shows the last figures
			return null;
		}
	}

	private record Taken<T>(long atNanos, @Nullable T snapshot) {
	}

}
