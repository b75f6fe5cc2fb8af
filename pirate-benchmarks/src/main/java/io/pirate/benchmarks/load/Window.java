package io.pirate.benchmarks.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Keeps a window of asynchronous calls open. */
public final class Window {

	private final Semaphore free;

	private final int size;

	private final Histogram latencies = new ConcurrentHistogram(Latencies.LONGEST, Latencies.DIGITS);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private Window(int size) {
		this.size = size;
		this.free = new Semaphore(size);
	}

	/**
	 * Calls for a while, and awaits what is open then.
	 * @param load the window; with a rate, calls at that rate instead
	 * @param nanos how long
	 * @param call makes a call
	 * @return what it gave
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static Figures measure(Load load, long nanos, Supplier<CompletableFuture<?>> call)
			throws InterruptedException {
		return (load.rate() > 0) ? new OpenLoop(load.rate()).run(nanos, call)
				: new Window(load.window()).run(nanos, call);
	}

	private Figures run(long nanos, Supplier<CompletableFuture<?>> call) throws InterruptedException {
		long start = System.nanoTime();
		for (long now = start; now - start < nanos && this.failure.get() == null; now = System.nanoTime()) {
			this.free.acquire();
			open(call.get(), System.nanoTime());
		}
		this.free.acquire(this.size);
		Throwable thrown = this.failure.get();
		if (thrown != null) {
			throw new IllegalStateException("a call failed", thrown);
		}
		return Latencies.figures(this.latencies, System.nanoTime() - start, 0);
	}

	private void open(CompletableFuture<?> call, long sent) {
		CompletableFuture<?> ended = call.whenComplete((reply, ex) -> {
			this.latencies.recordValue(System.nanoTime() - sent);
			this.failure.compareAndSet(null, ex);
			this.free.release();
		});
		if (ended.isCancelled()) {
			throw new IllegalStateException("a call was cancelled");
		}
	}

}
