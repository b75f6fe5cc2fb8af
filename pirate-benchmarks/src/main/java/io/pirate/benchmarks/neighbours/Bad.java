package io.pirate.benchmarks.neighbours;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateContext;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.WorkerOptions;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The bad neighbours: far more slow calls than their workers take, so that the backlog is
 * always full, and calls that end every worker's connection.
 */
final class Bad {

	private static final ServiceName FLOODED = new ServiceName("flooded");

	private static final ServiceName POISONED = new ServiceName("poisoned");

	private static final int BACKLOG = 10_000;

	private static final long SLOW_MILLIS = 50;

	private static final long POISON_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final LongAdder answered = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	private final LongAdder poisoned = new LongAdder();

	private final LongAdder others = new LongAdder();

	private final long pauseNanos;

	private final List<String> backends;

	Bad(int floodPerSecond, List<String> backends) {
		this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / floodPerSecond;
		this.backends = backends;
	}

	void play() throws IOException {
		PirateContext context = new PirateContext("slow");
		Executor later = CompletableFuture.delayedExecutor(SLOW_MILLIS, TimeUnit.MILLISECONDS);
		new PirateWorkerContainer(context, WorkerOptions.of("slow", FLOODED, this.backends.toArray(String[]::new)),
				(job) -> CompletableFuture
					.supplyAsync(() -> Reply.ok(job.request().body(), null, job.request().headers()), later),
				Runnable::run, PirateListener.NONE)
			.start();
		ZContext raw = new ZContext();
		for (String backend : this.backends) {
			Thread thread = new Thread(() -> dieAtEachRequest(raw, backend));
			thread.setDaemon(true);
			thread.start();
		}
		Roles.follow("READY", (line) -> {
			String[] words = line.split(" ");
			return trouble(words[0], TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1])));
		});
	}

	private String trouble(String frontend, long nanos) {
		for (LongAdder counter : List.of(this.answered, this.rejected, this.poisoned, this.others)) {
			counter.reset();
		}
		long end = System.nanoTime() + nanos;
		try (PirateClient client = new PirateClient(ClientOptions.of(frontend).withMaxInFlight(2 * BACKLOG),
				PirateListener.NONE, Runnable::run)) {
			client.start();
			for (int i = 0; i < BACKLOG; i++) {
				ask(client, FLOODED, end);
			}
			long poison = System.nanoTime();
			for (long now = poison; now - end < 0; now = System.nanoTime()) {
				ask(client, FLOODED, end);
				if (now - poison >= 0) {
					ask(client, POISONED, end);
					poison = now + POISON_NANOS;
				}
				LockSupport.parkNanos(this.pauseNanos);
			}
		}
		return this.answered + " answered, " + this.rejected + " rejected as busy, " + this.poisoned
				+ " given up as poison, " + this.others + " otherwise";
	}

	/** All calls end with the window. */
	private void ask(PirateClient client, ServiceName service, long end) {
		long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
		CompletableFuture<Reply> call = client.sendAsync(Request.of(service, Frames.of(new byte[64])),
				new RetryPolicy(Duration.ofMillis(Math.max(1, millis)), 0, false));
		CompletableFuture<Void> unused = call.handle((reply, failure) -> {
			count(failure);
			return null;
		});
	}

	private void count(@Nullable Throwable failure) {
		if (failure == null) {
			this.answered.increment();
		}
		else if (failure instanceof RejectedException) {
			this.rejected.increment();
		}
		else if (failure instanceof RemoteFailureException) {
			this.poisoned.increment();
		}
		else {
			this.others.increment();
		}
	}

	/** A foreign MDP/0.2 worker in a crash loop. */
	private static void dieAtEachRequest(ZContext context, String backend) {
		while (true) {
			ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
			socket.setLinger(0);
			socket.setReceiveTimeOut(500);
			socket.connect(backend);
			send(socket, new byte[] { 1 }, POISONED.toString().getBytes(ZMQ.CHARSET));
			boolean alive = true;
			while (alive) {
				byte[] first = socket.recv();
				if (first == null) {
					send(socket, new byte[] { 5 });
					continue;
				}
				alive = socket.recv()[0] != 2;
			}
			socket.close();
			LockSupport.parkNanos(POISON_NANOS / 5);
		}
	}

	private static void send(ZMQ.Socket socket, byte[]... frames) {
		socket.sendMore("MDPW02");
		for (int i = 0; i < frames.length; i++) {
			socket.send(frames[i], (i < frames.length - 1) ? ZMQ.SNDMORE : 0);
		}
	}

}
