package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.Job;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;

/** A worker with short times, its context and its executor, for tests. */
final class WorkerFixture implements AutoCloseable {

	static final Duration INTERVAL = Duration.ofMillis(100);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final PirateContext context = new PirateContext("test-worker");

	private final PirateWorkerContainer worker;

	WorkerFixture(WorkerOptions options, PirateHandler handler) {
		this(options, handler, PirateListener.NONE);
	}

	WorkerFixture(WorkerOptions options, PirateHandler handler, PirateListener listener) {
		this.worker = new PirateWorkerContainer(this.context, options, handler, this.executor, listener);
	}

	private WorkerFixture(WorkerOptions options, PirateStreamHandler handler) {
		this.worker = PirateWorkerContainer.streaming(this.context, options, handler, this.executor,
				PirateListener.NONE);
	}

	/** A worker that replies in parts. */
	static WorkerFixture streaming(WorkerOptions options, PirateStreamHandler handler) {
		return new WorkerFixture(options, handler);
	}

	/**
	 * Of a worker of the service "orders" that is patient with queues played by tests.
	 */
	static WorkerOptions majordomo(WorkerDialect dialect, String endpoint) {
		WorkerSettings plain = settings(WorkerDialect.PARANOID, endpoint, new HeartbeatPolicy(INTERVAL, 100),
				Duration.ofSeconds(30), Duration.ofSeconds(3));
		return WorkerOptions.of("w", endpoint)
			.with(new WorkerSettings("w", new ServiceName("orders"), dialect, List.of(endpoint), plain.heartbeat(),
					plain.reconnectInterval(), plain.reconnectIntervalMax(), plain.concurrency(), plain.capacity(),
					plain.handlerTimeout(), plain.drainTimeout()));
	}

	static WorkerOptions options(String endpoint) {
		return WorkerOptions.of("w", endpoint).with(settings(WorkerDialect.PARANOID, endpoint));
	}

	static WorkerSettings settings(WorkerDialect dialect, String endpoint) {
		return settings(dialect, endpoint, Duration.ofSeconds(30), Duration.ofSeconds(5));
	}

	static WorkerSettings settings(WorkerDialect dialect, String endpoint, Duration handlerTimeout,
			Duration drainTimeout) {
		return settings(dialect, endpoint, new HeartbeatPolicy(INTERVAL, 5), handlerTimeout, drainTimeout);
	}

	static WorkerSettings settings(WorkerDialect dialect, String endpoint, HeartbeatPolicy heartbeat,
			Duration handlerTimeout, Duration drainTimeout) {
		return new WorkerSettings("w", ServiceName.ANONYMOUS, dialect, List.of(endpoint), heartbeat,
				Duration.ofMillis(200), Duration.ofMillis(1600), 2, 4, handlerTimeout, drainTimeout);
	}

	/** Answers every request with its own body. */
	static CompletableFuture<Reply> echo(Job job) {
		return CompletableFuture.completedFuture(Reply.ok(job.request().body(), job.request().contentType(), Map.of()));
	}

	WorkerFixture start() {
		this.worker.start();
		return this;
	}

	PirateWorkerContainer worker() {
		return this.worker;
	}

	PirateContext context() {
		return this.context;
	}

	/** At once: those who test how a worker leaves stop it first. */
	@Override
	public void close() {
		this.context.close();
		this.worker.close();
		this.executor.shutdownNow();
	}

}
