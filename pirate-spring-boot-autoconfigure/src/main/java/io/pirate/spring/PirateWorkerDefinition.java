package io.pirate.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;

import io.pirate.DeduplicatingHandler;
import io.pirate.IoThreadExecutor;
import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateStreamHandler;
import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PirateWorker} annotation says, resolved; or what a program registers
 * itself.
 *
 * @param id its name in the {@link PirateWorkerRegistry}
 * @param connection the named connection, empty for the default one
 * @param service what it serves
 * @param concurrency handlers running at once, or {@code null} for the connection's
 * @param capacity requests in hand, or {@code null} for the connection's
 * @param handlerTimeout how long a handler may run, or {@code null} for the connection's
 * @param autoStartup whether it starts with the application
 * @param handler what it does, if it gives one reply to a request
 * @param streamHandler what it does, if it replies in parts; exactly one of the two is
 * {@code null}
 * @param origin where it was declared, for messages
 * @param ioThread whether its handler runs on the I/O thread, as {@link IoThreadExecutor}
 * tells
 */
public record PirateWorkerDefinition(String id, String connection, ServiceName service, @Nullable Integer concurrency,
		@Nullable Integer capacity, @Nullable Duration handlerTimeout, boolean autoStartup,
		@Nullable PirateHandler handler, @Nullable PirateStreamHandler streamHandler, String origin, boolean ioThread) {

	public PirateWorkerDefinition {
		if ((handler == null) == (streamHandler == null)) {
			throw new IllegalArgumentException("a worker gives one reply or replies in parts: " + origin);
		}
		if (ioThread && streamHandler != null) {
			throw new PirateWorkerDefinitionException(origin + " replies in parts and cannot run on the I/O thread",
					"Remove ioThread from @PirateWorker, or return one reply instead of many parts.");
		}
	}

	/**
	 * A worker whose handler runs on threads of its own.
	 * @param id its name in the {@link PirateWorkerRegistry}
	 * @param connection the named connection, empty for the default one
	 * @param service what it serves
	 * @param concurrency handlers running at once, or {@code null} for the connection's
	 * @param capacity requests in hand, or {@code null} for the connection's
	 * @param handlerTimeout how long a handler may run, or {@code null} for the
	 * connection's
	 * @param autoStartup whether it starts with the application
	 * @param handler what it does, if it gives one reply to a request
	 * @param streamHandler what it does, if it replies in parts
	 * @param origin where it was declared, for messages
	 */
	public PirateWorkerDefinition(String id, String connection, ServiceName service, @Nullable Integer concurrency,
			@Nullable Integer capacity, @Nullable Duration handlerTimeout, boolean autoStartup,
			@Nullable PirateHandler handler, @Nullable PirateStreamHandler streamHandler, String origin) {
		this(id, connection, service, concurrency, capacity, handlerTimeout, autoStartup, handler, streamHandler,
				origin, false);
	}

	/**
	 * The same worker with its handler on the I/O thread.
	 * @return the definition
	 */
	public PirateWorkerDefinition onIoThread() {
		return new PirateWorkerDefinition(this.id, this.connection, this.service, this.concurrency, this.capacity,
				this.handlerTimeout, this.autoStartup, this.handler, this.streamHandler, this.origin, true);
	}

	/**
	 * A worker of the default connection that starts with the application.
	 * @param id its name in the registry
	 * @param service what it serves
	 * @param handler what it does
	 * @return the definition
	 */
	public static PirateWorkerDefinition of(String id, ServiceName service, PirateHandler handler) {
		return new PirateWorkerDefinition(id, "", service, null, null, null, true, handler, null, id);
	}

	/**
	 * The same for the anonymous service.
	 * @param id its name in the registry
	 * @param handler what it does
	 * @return the definition
	 */
	public static PirateWorkerDefinition of(String id, PirateHandler handler) {
		return of(id, ServiceName.ANONYMOUS, handler);
	}

	/**
	 * A worker of the default connection that starts with the application and replies in
	 * parts.
	 * @param id its name in the registry
	 * @param service what it serves
	 * @param handler what it does
	 * @return the definition
	 */
	public static PirateWorkerDefinition streaming(String id, ServiceName service, PirateStreamHandler handler) {
		return new PirateWorkerDefinition(id, "", service, null, null, null, true, null, handler, id);
	}

	/** Calls it did not run, because the reply of an earlier one answered them. */
	long duplicates() {
		return (this.handler instanceof ObservedHandler observed
				&& observed.handler() instanceof DeduplicatingHandler once) ? once.duplicates() : 0;
	}

	PirateWorkerContainer container(PirateContext context, WorkerOptions options, Executor executor,
			PirateListener listener) {
		if (this.streamHandler != null) {
			return PirateWorkerContainer.streaming(context, options, this.streamHandler, executor, listener);
		}
		Executor where = this.ioThread ? new IoThreadExecutor(this.id, options.settings().handlerTimeout(), executor)
				: executor;
		return new PirateWorkerContainer(context, options, Objects.requireNonNull(this.handler), where, listener);
	}
}
