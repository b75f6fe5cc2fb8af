package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pirate.machine.WorkerSnapshot;
import io.pirate.reactor.BindFailedException;
import io.pirate.reactor.Handlers;
import io.pirate.reactor.Reactor;
import io.pirate.reactor.ServingNode;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/** One life of a worker, from its start to its stop. */
final class RunningWorker implements JobRunner.Results {

	/** Binding takes milliseconds; longer than that something is badly wrong. */
	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

	private final PirateContext context;

	private final Handlers handlers;

	private final ServingNode node;

	private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

	private final PirateEndpoints endpoints;

	private volatile EndpointWatch.Watching watch = EndpointWatch.NONE;

	private volatile @Nullable Reactor reactor;

	private volatile @Nullable String boundEndpoint;

	private volatile boolean open;

	private volatile boolean stopping;

	RunningWorker(PirateContext context, JobRunner runner, NodeFactory factory, PirateEndpoints endpoints) {
		this.context = context;
		this.handlers = runner.begin(this);
		this.node = factory.create(this.handlers);
		this.endpoints = endpoints;
	}

	/** Opens the node; nothing is left if that fails. */
	void open() {
		try {
			Reactor current = this.context.join(this);
			this.reactor = current;
			this.boundEndpoint = current.call(() -> {
				current.loop().add(this.node);
				return this.node.boundEndpoint();
			}, OPEN_TIMEOUT);
			this.open = true;
			this.watch = EndpointWatch.begin(this.endpoints, (found) -> want(current, found));
		}
		catch (BindFailedException ex) {
			throw new BindException(ex.endpoint(), ex.reason());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while starting the worker", ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("the workers' thread does not answer", ex);
		}
		finally {
			if (!this.open) {
				abandon();
			}
		}
		if (this.stopping) {
			this.watch.end();
			stop();
		}
	}

	private void want(Reactor current, List<String> found) {
		this.node.want(found);
		current.execute(() -> {
		});
	}

	boolean isOpen() {
		return this.open;
	}

	@Nullable String boundEndpoint() {
		return this.boundEndpoint;
	}

	WorkerSnapshot snapshot(Duration timeout) {
		Reactor current = this.reactor;
		if (current == null || !this.open) {
			throw new IllegalStateException("the worker is not running");
		}
		try {
			return current.call(() -> this.node.snapshot(System.nanoTime()), timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while waiting for the worker's state", ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("the workers' thread does not answer", ex);
		}
	}

	boolean isStopping() {
		return this.stopping;
	}

	/** Begins to leave. Completes what {@link #await} waits for. */
	void stop() {
		this.stopping = true;
		Reactor current = this.reactor;
		// not open yet: whoever opens it will stop it
		boolean leaves = current == null || !this.open
				|| current.execute(() -> this.node.leave(System.nanoTime(), () -> closeLater(current)));
		if (!leaves) {
			end();
		}
	}

	void whenStopped(Runnable action) {
		var unused = this.stopped.whenComplete((nothing, failure) -> action.run());
	}

	/** Waits also through an interrupt, whose flag is kept. */
	void await(Duration atMost) {
		boolean interrupted = Thread.interrupted();
		long end = System.nanoTime() + atMost.toNanos();
		boolean waiting = true;
		while (waiting) {
			try {
				this.stopped.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
				waiting = false;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			catch (ExecutionException | TimeoutException ex) {
				waiting = false;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** The context was closed before the worker. */
	void onContextClosed() {
		abandon();
	}

	@Override
	public void part(long jobId, Reply part) {
		Reactor current = this.reactor;
		if (current != null) {
			current.execute(() -> this.node.onPart(jobId, part, System.nanoTime()));
		}
	}

	@Override
	public void handled(long jobId, Reply reply) {
		Reactor current = this.reactor;
		if (current != null) {
			current.execute(() -> this.node.onHandled(jobId, reply, System.nanoTime()));
		}
	}

	/** Not from within the loop's walk over its nodes. */
	private void closeLater(Reactor current) {
		boolean later = current.execute(() -> {
			current.loop().remove(this.node);
			end();
		});
		if (!later) {
			end();
		}
	}

	private void abandon() {
		Reactor current = this.reactor;
		if (current != null) {
			current.execute(() -> current.loop().remove(this.node));
		}
		end();
	}

	private void end() {
		this.stopping = true;
		this.open = false;
		this.watch.end();
		this.context.leave(this);
		this.handlers.cancelAll();
		this.stopped.complete(null);
	}

	/** Makes the node of a worker. */
	@FunctionalInterface
	interface NodeFactory {

		ServingNode create(Handlers handlers);

	}

}
