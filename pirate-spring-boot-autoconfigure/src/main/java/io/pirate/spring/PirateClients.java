package io.pirate.spring;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.machine.ClientSnapshot;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The clients of all connections. They connect with the application and are closed after
 * its web server, but only those that somebody has asked for: an application of workers
 * alone connects to nothing it does not need. Safe for use by many threads.
 */
public final class PirateClients implements SmartLifecycle, DisposableBean {

	private final Function<String, ClientOptions> options;

	private final EndpointsResolver endpoints;

	private final PirateListener listener;

	private final boolean virtualThreads;

	private final Map<String, ManagedClient> clients = new ConcurrentHashMap<>();

	private volatile boolean running;

	/**
	 * No clients yet.
	 * @param options how a connection asks, wanted at each start; the default connection
	 * has the empty name
	 * @param endpoints what their endpoints mean
	 * @param listener who watches
	 * @param virtualThreads whether stages of asynchronous calls are completed on virtual
	 * threads instead of a small pool
	 */
	public PirateClients(Function<String, ClientOptions> options, EndpointsResolver endpoints, PirateListener listener,
			boolean virtualThreads) {
		this.options = options;
		this.endpoints = endpoints;
		this.listener = listener;
		this.virtualThreads = virtualThreads;
	}

	/**
	 * The client of a connection, which from now on starts with the application.
	 * @param connection the connection's name, empty for the default one
	 * @return the running client whenever it is asked for
	 */
	public Supplier<PirateClient> connection(String connection) {
		ManagedClient client = this.clients.computeIfAbsent(connection, this::managed);
		if (this.running) {
			client.start();
		}
		return client;
	}

	/**
	 * The state of all running clients.
	 * @return connection to snapshot, the default one under the empty name
	 */
	public Map<String, ClientSnapshot> snapshots() {
		Map<String, ClientSnapshot> snapshots = new TreeMap<>();
		this.clients.forEach(
				(connection, client) -> client.snapshot().ifPresent((snapshot) -> snapshots.put(connection, snapshot)));
		return snapshots;
	}

	@Override
	public void start() {
		this.running = true;
		this.clients.values().forEach(ManagedClient::start);
	}

	@Override
	public void stop() {
		this.running = false;
		this.clients.values().forEach(ManagedClient::stop);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PiratePhases.CLIENT;
	}

	@Override
	public void destroy() {
		stop();
	}

	private ManagedClient managed(String connection) {
		String name = connection.isEmpty() ? "callback" : "callback-" + connection;
		return new ManagedClient(() -> this.options.apply(connection), this.endpoints, this.listener,
				() -> WorkerExecutor.callbacks(name, this.virtualThreads));
	}

}
