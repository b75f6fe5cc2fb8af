package io.pirate;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.pirate.machine.QueueSettings;
import io.pirate.machine.WorkerSettings;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.reactor.DirectServerNode;
import io.pirate.reactor.Handlers;
import io.pirate.reactor.ServingNode;
import io.pirate.reactor.SocketSettings;
import io.pirate.reactor.WorkerNode;
import org.jspecify.annotations.Nullable;

/**
 * A worker: registers with its queues, heartbeats on the I/O thread, and runs handlers on
 * an executor. Or, bound, a server that clients ask directly. Safe for use by many
 * threads.
 */
public final class PirateWorkerContainer implements AutoCloseable {

	private static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(1);

	/** What stopping may take beyond the drain timeout. */
	private static final Duration STOP_MARGIN = Duration.ofSeconds(5);

	private static final int QUEUE_HIGH_WATER = 1000;

	/** As many replies as one of our clients may have in flight. */
	private static final int CLIENT_HIGH_WATER = 10_000;

	private final PirateContext context;

	private final WorkerOptions options;

	private final PirateEndpoints endpoints;

	private final JobRunner handlers;

	private final PirateListener listener;

	private final LongSupplier nonces;

	private final AtomicReference<@Nullable RunningWorker> running = new AtomicReference<>();

	/**
	 * A worker that is not started.
	 * @param context whose thread it uses
	 * @param options how it serves
	 * @param handler what it does
	 * @param executor where handlers run; must not reject up to {@code concurrency} tasks
	 * @param listener who watches it
	 */
	public PirateWorkerContainer(PirateContext context, WorkerOptions options, PirateHandler handler, Executor executor,
			PirateListener listener) {
		this(context, options, PirateEndpoints.of(options.settings().endpoints()),
				new HandlerRunner(handler, executor, new HandlerReplies(options.maxMessageSize(), options.limits())),
				listener, new SecureRandom()::nextLong);
	}

	private PirateWorkerContainer(PirateContext context, WorkerOptions options, PirateEndpoints endpoints,
			JobRunner handlers, PirateListener listener, LongSupplier nonces) {
		this.nonces = nonces;
		this.context = context;
		this.options = options;
		this.endpoints = endpoints;
		this.handlers = handlers;
		this.listener = listener;
	}

	/**
	 * A worker that replies in parts, RFC 18, and is not started. Its handler timeout is
	 * the longest time without a part although one is wanted; a reply whose parts nobody
	 * takes for ten times as long ends with the error {@code stalled}.
	 * @param context whose thread it uses
	 * @param options how it serves
	 * @param handler what it does
	 * @param executor where handlers run and publishers are asked; must not reject up to
	 * three times {@code concurrency} tasks
	 * @param listener who watches it
	 * @return the worker, safe for use by many threads
	 */
	public static PirateWorkerContainer streaming(PirateContext context, WorkerOptions options,
			PirateStreamHandler handler, Executor executor, PirateListener listener) {
		return new PirateWorkerContainer(context, options.with(options.settings().asStreaming()),
				PirateEndpoints.of(options.settings().endpoints()),
				new StreamRunner(handler, executor, new HandlerReplies(options.maxMessageSize(), options.limits())),
				listener, new SecureRandom()::nextLong);
	}

	/**
	 * A worker that its queue knows by the numbers in its identities.
	 * @param handler what it does, on the I/O thread: it must return at once
	 * @param nonces a new one for each connect
	 */
	static PirateWorkerContainer known(PirateContext context, WorkerOptions options, PirateHandler handler,
			LongSupplier nonces) {
		return new PirateWorkerContainer(
				context, options, PirateEndpoints.of(options.settings().endpoints()), new HandlerRunner(handler,
						Runnable::run, new HandlerReplies(options.maxMessageSize(), options.limits())),
				PirateListener.NONE, nonces);
	}

	/**
	 * The same worker for other queues, not started. Of no effect if it is bound.
	 * @param newEndpoints the queues to register with, instead of the options' endpoints
	 * @return a worker
	 */
	public PirateWorkerContainer with(PirateEndpoints newEndpoints) {
		return new PirateWorkerContainer(this.context, this.options, newEndpoints, this.handlers, this.listener,
				this.nonces);
	}

	/**
	 * Connects in the background, or binds. Does nothing if it is running; waits if it is
	 * still stopping.
	 * @throws BindException if a bound worker's address cannot be bound
	 * @throws IllegalArgumentException if an address is malformed or its host unknown
	 * @throws IllegalStateException if the context is closed
	 */
	public void start() {
		RunningWorker next = new RunningWorker(this.context, this.handlers, this::node, watched());
		RunningWorker current = this.running.compareAndExchange(null, next);
		while (current != null) {
			if (!current.isStopping()) {
				return;
			}
			current.await(patience());
			this.running.compareAndSet(current, null);
			current = this.running.compareAndExchange(null, next);
		}
		next.whenStopped(() -> this.running.compareAndSet(next, null));
		next.open();
	}

	/**
	 * Leaves gracefully, within the drain timeout: gives back what has not started, lets
	 * handlers finish, sends their replies, closes. Afterwards it may be started again.
	 * Returns at once.
	 * @param whenStopped run when everything is closed, on any thread; must not block
	 */
	public void stop(Runnable whenStopped) {
		RunningWorker current = this.running.get();
		if (current == null) {
			whenStopped.run();
			return;
		}
		current.whenStopped(whenStopped);
		current.stop();
	}

	/**
	 * Whether it was started and has not stopped; true while it is stopping.
	 * @return whether there is something to stop
	 */
	public boolean isRunning() {
		RunningWorker current = this.running.get();
		return current != null && current.isOpen();
	}

	public WorkerOptions options() {
		return this.options;
	}

	/**
	 * The bound address with the real port.
	 * @return an address to connect to, or {@code null} if the worker is not bound or not
	 * running
	 */
	public @Nullable String boundEndpoint() {
		RunningWorker current = this.running.get();
		return (current != null && current.isOpen()) ? current.boundEndpoint() : null;
	}

	/**
	 * Why this worker serves nobody although it is running: its I/O thread died. It
	 * recovers by itself if it can.
	 * @return the reason, or {@code null} if all is well or it is not running
	 */
	public @Nullable String failure() {
		return isRunning() ? this.context.failure() : null;
	}

	/**
	 * The state now.
	 * @return the snapshot
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public WorkerSnapshot snapshot() {
		RunningWorker current = this.running.get();
		if (current == null) {
			throw new IllegalStateException("the worker is not running");
		}
		return current.snapshot(SNAPSHOT_TIMEOUT);
	}

	/** Stops and waits until it has stopped; for the drain timeout and a margin. */
	@Override
	public void close() {
		RunningWorker current = this.running.get();
		if (current != null) {
			current.stop();
			current.await(patience());
		}
	}

	private Duration patience() {
		return this.options.settings().drainTimeout().plus(STOP_MARGIN);
	}

	private PirateEndpoints watched() {
		return (this.options.bind() != null) ? PirateEndpoints.all(List.of()) : this.endpoints;
	}

	private ServingNode node(Handlers running) {
		WorkerSettings settings = this.options.settings();
		String bind = this.options.bind();
		SocketSettings sockets = this.options.limits()
			.applyTo(SocketSettings.server(this.options.maxMessageSize(), settings.heartbeat())
				.with(this.options.security().curve()));
		if (bind != null) {
			return new DirectServerNode(bind, this.options.publicEndpoint(), settings, directQueue(),
					sockets.withHighWater(CLIENT_HIGH_WATER), running, this.listener, this.listener);
		}
		int highWater = Math.max(QUEUE_HIGH_WATER, 2 * settings.capacity());
		return new WorkerNode(settings.with(EndpointWatch.first(this.endpoints)), sockets.withHighWater(highWater),
				running, this.listener, this.nonces);
	}

	private QueueSettings directQueue() {
		QueueSettings defaults = QueueSettings.defaults(Runtime.getRuntime().maxMemory());
		return new QueueSettings(defaults.heartbeat(), this.options.maxWaiting(), defaults.maxWaitingBytes(),
				this.options.settings().capacity(), defaults.maxServices(), defaults.maxWorkers(),
				defaults.requestTtl(), defaults.maxDeliveries(), defaults.replyCache(), defaults.replyCacheBytes(),
				defaults.deadLetters());
	}

}
