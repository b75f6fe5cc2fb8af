package io.pirate.spring;

import java.time.Duration;

import io.pirate.PirateHandler;
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
 * @param handler what it does
 * @param origin where it was declared, for messages
 */
public record PirateWorkerDefinition(String id, String connection, ServiceName service, @Nullable Integer concurrency,
		@Nullable Integer capacity, @Nullable Duration handlerTimeout, boolean autoStartup, PirateHandler handler,
		String origin) {

	/**
	 * A worker of the default connection that starts with the application.
	 * @param id its name in the registry
	 * @param handler what it does
	 * @return the definition, for the anonymous service
	 */
	public static PirateWorkerDefinition of(String id, PirateHandler handler) {
		return new PirateWorkerDefinition(id, "", ServiceName.ANONYMOUS, null, null, null, true, handler, id);
	}
}
