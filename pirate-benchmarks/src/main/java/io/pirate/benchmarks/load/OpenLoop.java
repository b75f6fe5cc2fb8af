package io.pirate.benchmarks.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Calls at fixed times, whether or not earlier ones have been answered. A latency counts
 * from the time at which the call was due, so a stall counts for everybody who would have
 * asked meanwhile.
 * <p>
 * After a stall all calls that were due meanwhile come at once: at a high rate more than
 * a client lets be open, and the rest would be rejected although nothing is overloaded.
 * They wait instead, which their latency counts too.
 */
final class OpenLoop {

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** Shorter pauses are not worth a system call. */
	private static final long SHORTEST_PAUSE = 50_000;

	/** Less than a client's {@code max-in-flight}. */
	private static final int MOST_OPEN = 8000;

	private final Semaphore free = new Semaphore(MOST_OPEN);

	private final double nanosPerCall;

	private final Histogram latencies = new ConcurrentHistogram(Latencies.LONGEST, Latencies.DIGITS);

	private final AtomicLong ended = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	OpenLoop(double rate) {
		this.nanosPerCall = TimeUnit.SECONDS.toNanos(1) / rate;
	}

	Figures run(long nanos, Supplier<CompletableFuture<?>> call) throws InterruptedException {
		long start = System.nanoTime();
		long calls = (long) (nanos / this.nanosPerCall);
		for (long i = 0; i < calls; i++) {
			long due = start + (long) (i * this.nanosPerCall);
			await(due);
			this.free.acquire();
			open(call, due);
		}
		long last = System.nanoTime();
		while (this.ended.get() < calls && System.nanoTime() - last < PATIENCE_NANOS) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		long lost = this.failed.get() + calls - this.ended.get();
		return Latencies.figures(this.latencies, last - start, lost);
	}

	private void open(Supplier<CompletableFuture<?>> call, long due) {
		CompletableFuture<?> sent = call.get().whenComplete((reply, ex) -> {
			if (ex == null) {
				this.latencies.recordValue(Math.min(Latencies.LONGEST, System.nanoTime() - due));
			}
			else {
				this.failed.incrementAndGet();
			}
			this.ended.incrementAndGet();
			this.free.release();
		});
		if (sent.isCancelled()) {
			throw new IllegalStateException("a call was cancelled");
		}
	}

	private static void await(long due) {
		for (long left = due - System.nanoTime(); left > SHORTEST_PAUSE; left = due - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
