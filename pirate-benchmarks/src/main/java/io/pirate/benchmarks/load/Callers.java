package io.pirate.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.HdrHistogram.Histogram;

/** Blocking callers, one thread each, as many requests as they can. */
final class Callers {

	private Callers() {
	}

	static Figures measure(Asker asker, Load load, long nanos) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(load.callers());
		try {
			long start = System.nanoTime();
			List<Future<Histogram>> running = new ArrayList<>();
			for (int i = 0; i < load.callers(); i++) {
				Asker.Caller caller = asker.caller();
				running.add(threads.submit(() -> callUntil(caller, new byte[load.bytes()], start + nanos)));
			}
			Histogram all = Latencies.histogram();
			for (Future<Histogram> one : running) {
				all.add(one.get());
			}
			return Latencies.figures(all, System.nanoTime() - start, 0);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Histogram callUntil(Asker.Caller caller, byte[] body, long end) throws Exception {
		Arrays.fill(body, (byte) 'x');
		Histogram latencies = Latencies.histogram();
		for (long before = System.nanoTime(); before - end < 0;) {
			if (caller.call(body) != body.length) {
				throw new IllegalStateException("the reply is not the request");
			}
			long after = System.nanoTime();
			latencies.recordValue(after - before);
			before = after;
		}
		return latencies;
	}

}
