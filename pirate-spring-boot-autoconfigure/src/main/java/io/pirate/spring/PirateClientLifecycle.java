package io.pirate.spring;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateClosedException;
import io.pirate.PirateListener;
import io.pirate.machine.ClientSnapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and closes the client of one connection with the application. A client that
 * nobody uses is not started, so that an application of workers alone connects to nothing
 * it does not need. Each start makes a new client, since an embedded queue may then be at
 * another port.
 */
public final class PirateClientLifecycle implements SmartLifecycle, Supplier<PirateClient>, DisposableBean {

	private final String connection;

	private final Supplier<ClientOptions> options;

	private final PirateListener listener;

	private final Executor callbacks;

	private final AtomicReference<@Nullable PirateClient> client = new AtomicReference<>();

	private volatile boolean running;

	private volatile boolean stopped;

	private volatile boolean used;

	/**
	 * A lifecycle that is not started.
	 * @param connection the connection's name, empty for the default one
	 * @param options how to ask, wanted at each start
	 * @param listener who watches
	 * @param callbacks where stages of asynchronous calls are completed
	 */
	public PirateClientLifecycle(String connection, Supplier<ClientOptions> options, PirateListener listener,
			Executor callbacks) {
		this.connection = connection;
		this.options = options;
		this.listener = listener;
		this.callbacks = callbacks;
	}

	public String connection() {
		return this.connection;
	}

	/**
	 * Says that somebody will ask, so that the client connects with the application.
	 * @return this
	 */
	public PirateClientLifecycle inUse() {
		this.used = true;
		return this;
	}

	public boolean isInUse() {
		return this.used;
	}

	/**
	 * The running client; started by its first use if the application is still starting.
	 * @return the client
	 * @throws PirateClosedException after the stop
	 */
	@Override
	public PirateClient get() {
		PirateClient current = this.client.get();
		return (current != null) ? current : open();
	}

	/**
	 * The client's state.
	 * @return the snapshot, empty unless it runs
	 */
	public Optional<ClientSnapshot> snapshot() {
		PirateClient current = this.client.get();
		return (current != null) ? Optional.of(current.snapshot()) : Optional.empty();
	}

	@Override
	public void start() {
		this.stopped = false;
		this.running = true;
		if (this.used) {
			open();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		destroy();
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
		this.stopped = true;
		PirateClient last = this.client.getAndSet(null);
		if (last != null) {
			last.close();
		}
	}

	private PirateClient open() {
		if (this.stopped) {
			throw new PirateClosedException("The application is stopping: no more requests");
		}
		this.used = true;
		PirateClient fresh = new PirateClient(this.options.get(), this.listener, this.callbacks);
		PirateClient winner = this.client.compareAndSet(null, fresh) ? fresh : get();
		winner.start();
		return winner;
	}

}
