package io.pirate.benchmarks.neighbours;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import org.HdrHistogram.Histogram;

/** Callers that wait for each reply, and a little before the next call. */
final class Healthy {

	private static final int CALLERS = 4;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	/** One attempt: nothing hides behind a retry. */
	private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofSeconds(20), 0, false);

	private static final Request REQUEST = Request.of(Roles.HEALTHY, Frames.of(new byte[64]));

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private final PirateClient client;

	Healthy(String endpoint) {
		this.client = new PirateClient(ClientOptions.of(endpoint), PirateListener.NONE, Runnable::run);
		this.client.start();
	}

	void play() throws IOException {
		Roles.follow("READY", (line) -> {
			String[] words = line.split(" ");
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[0])));
			return Latency.encode(measure(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]))));
		});
	}

	private Histogram measure(long nanos) {
		long end = System.nanoTime() + nanos;
		List<CompletableFuture<Histogram>> running = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			running.add(CompletableFuture.supplyAsync(() -> callUntil(end), this.callers));
		}
		Histogram all = Latency.histogram();
		running.forEach((one) -> all.add(one.join()));
		return all;
	}

	private Histogram callUntil(long end) {
		Histogram histogram = Latency.histogram();
		for (long before = System.nanoTime(); before - end < 0; before = System.nanoTime()) {
			this.client.send(REQUEST, POLICY);
			histogram.recordValue(System.nanoTime() - before);
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		return histogram;
	}

}
