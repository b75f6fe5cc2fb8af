package io.pirate.spring;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateClosedException;
import io.pirate.PirateListener;
import io.pirate.machine.ClientSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The client of one connection, and the threads that complete its asynchronous calls. One
 * that nobody uses is not started. Each start makes a new client, since an embedded queue
 * may then be at another port.
 */
final class ManagedClient implements Supplier<PirateClient> {

	private final Supplier<ClientOptions> options;

	private final EndpointsResolver endpoints;

	private final PirateListener listener;

	private final Supplier<WorkerExecutor> callbacks;

	private final AtomicReference<@Nullable Open> open = new AtomicReference<>();

	private volatile boolean stopped;

	ManagedClient(Supplier<ClientOptions> options, EndpointsResolver endpoints, PirateListener listener,
			Supplier<WorkerExecutor> callbacks) {
		this.options = options;
		this.endpoints = endpoints;
		this.listener = listener;
		this.callbacks = callbacks;
	}

	/**
	 * The running client; started by its first use if the application is still starting.
	 * @return the client
	 * @throws PirateClosedException after the stop
	 */
	@Override
	public PirateClient get() {
		Open current = this.open.get();
		return (current != null) ? current.client() : open();
	}

	Optional<ClientSnapshot> snapshot() {
		Open current = this.open.get();
		return (current != null) ? Optional.of(current.client().snapshot()) : Optional.empty();
	}

	void start() {
		this.stopped = false;
		get();
	}

	void stop() {
		this.stopped = true;
		Open last = this.open.getAndSet(null);
		if (last != null) {
			last.client().close();
			last.callbacks().close().run();
		}
	}

	private PirateClient open() {
		if (this.stopped) {
			throw new PirateClosedException("The application is stopping: no more requests");
		}
		WorkerExecutor executor = this.callbacks.get();
		ClientOptions chosen = this.options.get();
		Open fresh = new Open(new PirateClient(chosen, this.endpoints.resolve(chosen.endpoints()), this.listener,
				executor.executor()), executor);
		if (!this.open.compareAndSet(null, fresh)) {
			executor.close().run();
			return get();
		}
		fresh.client().start();
		return fresh.client();
	}

	private record Open(PirateClient client, WorkerExecutor callbacks) {
	}

}
