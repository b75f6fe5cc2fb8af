package io.pirate.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Keeps a window of asynchronous calls open. */
final class Window {

	private Window() {
	}

	static Figures measure(Load load, long nanos, Supplier<CompletableFuture<?>> call) throws InterruptedException {
		Semaphore free = new Semaphore(load.window());
		Histogram latencies = new ConcurrentHistogram(Latencies.histogram().getHighestTrackableValue(), 3);
		CompletableFuture<Void> failed = new CompletableFuture<>();
		long start = System.nanoTime();
		for (long sent = start; sent - start < nanos && !failed.isDone(); sent = System.nanoTime()) {
			free.acquire();
			long before = System.nanoTime();
			call.get().whenComplete((reply, ex) -> {
				latencies.recordValue(System.nanoTime() - before);
				free.release();
				if (ex != null) {
					failed.completeExceptionally(ex);
				}
			});
		}
		free.acquire(load.window());
		if (failed.isDone()) {
			failed.join();
		}
		return Latencies.figures(latencies, System.nanoTime() - start);
	}

}
