package io.pirate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;

/**
 * The lazy pirate: sends a request, waits, sends it again, gives up after the stated
 * attempts. Safe for use by any number of threads; holds no thread per call.
 */
public final class PirateClient implements AutoCloseable {

	/**
	 * A client that is not started.
	 * @param options how it asks
	 * @param listener who watches it
	 * @param callbacks where the stages of asynchronous calls are completed
	 */
	public PirateClient(ClientOptions options, PirateListener listener, Executor callbacks) {
		throw new UnsupportedOperationException(options + " " + listener + " " + callbacks);
	}

	/** Connects in the background. Does nothing if it is running. */
	public void start() {
	}

	public boolean isRunning() {
		return false;
	}

	public ClientOptions options() {
		throw new IllegalStateException();
	}

	/**
	 * Asks and waits. The calling thread drives an idle connection itself.
	 * @param request what
	 * @param policy the call's patience
	 * @return the reply, whose status is always {@code OK}
	 * @throws PirateException how else a call may end, see the subtypes
	 */
	public Reply send(Request request, RetryPolicy policy) {
		throw new IllegalStateException(request + " " + policy);
	}

	/**
	 * Asks without waiting. Cancelling the future cancels the call.
	 * @param request what
	 * @param policy the call's patience
	 * @return a future that ends with the reply or a {@link PirateException}
	 */
	public CompletableFuture<Reply> sendAsync(Request request, RetryPolicy policy) {
		throw new IllegalStateException(request + " " + policy);
	}

	/**
	 * The state now.
	 * @return the snapshot
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public ClientSnapshot snapshot() {
		throw new IllegalStateException();
	}

	/** Ends open calls with {@link PirateClosedException} and closes all sockets. */
	@Override
	public void close() {
	}

}
