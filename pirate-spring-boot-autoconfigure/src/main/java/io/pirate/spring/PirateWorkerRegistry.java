package io.pirate.spring;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.PirateContext;
import io.pirate.PirateWorkerContainer;
import io.pirate.spring.PirateWorkerFactory.RunningWorker;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * All workers of the application, by id. Starts and drains them with the application, and
 * one by one on demand. Safe for use by many threads.
 */
public final class PirateWorkerRegistry implements SmartLifecycle, DisposableBean {

	private final PirateWorkerFactory factory;

	private final Map<String, PirateWorkerDefinition> definitions = new ConcurrentSkipListMap<>();

	private final Map<String, RunningWorker> workers = new ConcurrentHashMap<>();

	private final KeepAlive keepAlive = new KeepAlive();

	private final AtomicReference<@Nullable PirateContext> context = new AtomicReference<>();

	/**
	 * A registry without workers.
	 * @param factory what makes them
	 */
	public PirateWorkerRegistry(PirateWorkerFactory factory) {
		this.factory = factory;
	}

	/**
	 * Adds a worker. It starts with the application, or at once if that has started.
	 * @param definition what it is
	 * @throws PirateWorkerDefinitionException if its id is taken, if another one serves
	 * the same service on the same connection, or if its name is one of the queue's
	 */
	public void register(PirateWorkerDefinition definition) {
		if (ServiceName.isReserved(definition.service())) {
			throw new PirateWorkerDefinitionException(
					definition.origin() + ": '" + definition.service()
							+ "' is a name of the queue itself (RFC 8), which no worker can serve",
					"Give the service a name that does not begin with 'mmi.'.");
		}
		for (PirateWorkerDefinition other : this.definitions.values()) {
			requireDifferent(definition, other);
		}
		this.factory.check().accept(definition);
		this.definitions.put(definition.id(), definition);
		if (isRunning() && definition.autoStartup()) {
			start(definition.id());
		}
	}

	/**
	 * The ids of all workers, running or not.
	 * @return the ids in alphabetical order
	 */
	public Set<String> ids() {
		return Set.copyOf(this.definitions.keySet());
	}

	/**
	 * Starts one worker. Does nothing if it runs.
	 * @param id which
	 * @throws IllegalArgumentException if there is no such worker
	 * @throws IllegalStateException if the registry has not started
	 */
	public void start(String id) {
		PirateWorkerDefinition definition = definition(id);
		PirateContext running = this.context.get();
		if (running == null) {
			throw new IllegalStateException("The worker registry is not running");
		}
		this.keepAlive.start();
		this.workers.computeIfAbsent(id, (key) -> this.factory.start(definition, running));
	}

	/**
	 * Drains and stops one worker, within its drain timeout. Does nothing unless it runs.
	 * @param id which
	 * @param whenStopped run when it has stopped
	 * @throws IllegalArgumentException if there is no such worker
	 */
	public void stop(String id, Runnable whenStopped) {
		definition(id);
		RunningWorker worker = this.workers.remove(id);
		if (worker == null) {
			whenStopped.run();
		}
		else {
			worker.stop(whenStopped);
		}
	}

	/**
	 * Whether one worker runs.
	 * @param id which
	 * @return true between its start and its stop
	 * @throws IllegalArgumentException if there is no such worker
	 */
	public boolean isRunning(String id) {
		definition(id);
		return this.workers.containsKey(id);
	}

	/**
	 * All running workers.
	 * @return id to worker, in alphabetical order
	 */
	public Map<String, PirateWorkerContainer> running() {
		Map<String, PirateWorkerContainer> running = new TreeMap<>();
		this.workers.forEach((id, worker) -> running.put(id, worker.container()));
		return running;
	}

	/**
	 * Calls that workers did not run, because the reply of an earlier one answered them.
	 * @return how many since the registration of each, all workers together
	 */
	public long duplicates() {
		return this.definitions.values().stream().mapToLong(PirateWorkerDefinition::duplicates).sum();
	}

	/**
	 * Starts all workers that start with the application.
	 * @throws io.pirate.BindException if a bound worker's address cannot be bound
	 */
	@Override
	public void start() {
		if (!this.context.compareAndSet(null, new PirateContext("pirate-worker"))) {
			return;
		}
		try {
			this.definitions.values().stream().filter(PirateWorkerDefinition::autoStartup).forEach((worker) -> {
				start(worker.id());
			});
		}
		catch (RuntimeException ex) {
			destroy();
			throw ex;
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.keepAlive.stop();
		PirateContext last = this.context.getAndSet(null);
		Collection<RunningWorker> leaving = List.copyOf(this.workers.values());
		this.workers.clear();
		if (last == null) {
			callback.run();
			return;
		}
		AtomicInteger left = new AtomicInteger(leaving.size() + 1);
		Runnable one = () -> {
			if (left.decrementAndGet() == 0) {
				closeApart(last, callback);
			}
		};
		leaving.forEach((worker) -> worker.stop(one));
		one.run();
	}

	@Override
	public void stop() {
		CountDownLatch stopped = new CountDownLatch(1);
		stop(stopped::countDown);
		try {
			stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.context.get() != null;
	}

	@Override
	public int getPhase() {
		return PiratePhases.WORKERS;
	}

	@Override
	public void destroy() {
		stop();
	}

	/** The last worker stops on the context's own thread, which cannot await itself. */
	private static void closeApart(PirateContext context, Runnable callback) {
		Thread closing = new Thread(() -> {
			try {
				context.close();
			}
			finally {
				callback.run();
			}
		}, "pirate-worker-stop");
		closing.setDaemon(true);
		closing.start();
	}

	private PirateWorkerDefinition definition(String id) {
		PirateWorkerDefinition definition = this.definitions.get(id);
		if (definition == null) {
			throw new IllegalArgumentException("No worker '" + id + "'; there are " + this.definitions.keySet());
		}
		return definition;
	}

	private static void requireDifferent(PirateWorkerDefinition one, PirateWorkerDefinition other) {
		if (one.id().equals(other.id())) {
			throw new PirateWorkerDefinitionException(
					"Two workers have the id '" + one.id() + "': " + other.origin() + " and " + one.origin(),
					"Give one of them another id: @PirateWorker(id = \"…\").");
		}
		if (one.service().equals(other.service()) && one.connection().equals(other.connection())) {
			throw new PirateWorkerDefinitionException(
					"Two methods answer for the service " + one.service() + " on "
							+ (one.connection().isEmpty() ? "the default connection"
									: "the connection '" + one.connection() + "'")
							+ ": " + other.origin() + " and " + one.origin(),
					"Keep one of them, or move one to another service or to a named connection "
							+ "(@PirateWorker(connection = \"…\")).");
		}
	}

}
