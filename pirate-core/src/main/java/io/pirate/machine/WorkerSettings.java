package io.pirate.machine;

import java.time.Duration;
import java.util.List;

import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;

/**
 * Everything a worker machine is told at its start.
 *
 * @param name the worker's name, see {@code WorkerIdentity}
 * @param service what it serves
 * @param dialect the protocol it speaks
 * @param endpoints the queues to register with at first; all of them
 * @param heartbeat its pulse, and the silence it allows a queue
 * @param reconnectInterval the first pause with the socket closed
 * @param reconnectIntervalMax the longest pause
 * @param concurrency handlers running at once
 * @param capacity requests in hand, running and waiting; at least the concurrency
 * @param handlerTimeout how long a handler may run before its lease is handed back
 * @param drainTimeout how long leaving may take
 * @param streaming whether its handlers reply in parts; then the handler timeout is the
 * time without a part although one is wanted
 * @param compact whether it takes small requests of our queues in one frame
 */
public record WorkerSettings(String name, ServiceName service, WorkerDialect dialect, List<String> endpoints,
		HeartbeatPolicy heartbeat, Duration reconnectInterval, Duration reconnectIntervalMax, int concurrency,
		int capacity, Duration handlerTimeout, Duration drainTimeout, boolean streaming, boolean compact) {

	public WorkerSettings {
		endpoints = List.copyOf(endpoints);
		if (concurrency < 1) {
			throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
		}
		if (capacity < concurrency) {
			throw new IllegalArgumentException(
					"capacity must be at least the concurrency of " + concurrency + ": " + capacity);
		}
		if (reconnectInterval.toMillis() < 1 || reconnectIntervalMax.compareTo(reconnectInterval) < 0) {
			throw new IllegalArgumentException("reconnect-interval must be at least 1 ms and at most "
					+ "reconnect-interval-max: " + reconnectInterval + ", " + reconnectIntervalMax);
		}
		if (handlerTimeout.toMillis() < 1 || drainTimeout.isNegative()) {
			throw new IllegalArgumentException("handler-timeout and drain-timeout must be positive");
		}
		if (service.isAnonymous() && dialect.isMajordomo()) {
			throw new IllegalArgumentException("Majordomo knows no anonymous service: " + dialect);
		}
	}

	/**
	 * A worker whose handlers give one reply each.
	 * @param name the worker's name, see {@code WorkerIdentity}
	 * @param service what it serves
	 * @param dialect the protocol it speaks
	 * @param endpoints the queues to register with; all of them
	 * @param heartbeat its pulse, and the silence it allows a queue
	 * @param reconnectInterval the first pause with the socket closed
	 * @param reconnectIntervalMax the longest pause
	 * @param concurrency handlers running at once
	 * @param capacity requests in hand, running and waiting; at least the concurrency
	 * @param handlerTimeout how long a handler may run before its lease is handed back
	 * @param drainTimeout how long leaving may take
	 */
	public WorkerSettings(String name, ServiceName service, WorkerDialect dialect, List<String> endpoints,
			HeartbeatPolicy heartbeat, Duration reconnectInterval, Duration reconnectIntervalMax, int concurrency,
			int capacity, Duration handlerTimeout, Duration drainTimeout) {
		this(name, service, dialect, endpoints, heartbeat, reconnectInterval, reconnectIntervalMax, concurrency,
				capacity, handlerTimeout, drainTimeout, false, true);
	}

	/**
	 * The same for another service.
	 * @param newService what it serves
	 * @param newDialect the protocol it speaks
	 * @return the settings
	 */
	public WorkerSettings with(ServiceName newService, WorkerDialect newDialect) {
		return new WorkerSettings(this.name, newService, newDialect, this.endpoints, this.heartbeat,
				this.reconnectInterval, this.reconnectIntervalMax, this.concurrency, this.capacity, this.handlerTimeout,
				this.drainTimeout, this.streaming, this.compact);
	}

	/**
	 * The same for other queues.
	 * @param newEndpoints where to register at first
	 * @return the settings
	 */
	public WorkerSettings with(List<String> newEndpoints) {
		return new WorkerSettings(this.name, this.service, this.dialect, newEndpoints, this.heartbeat,
				this.reconnectInterval, this.reconnectIntervalMax, this.concurrency, this.capacity, this.handlerTimeout,
				this.drainTimeout, this.streaming, this.compact);
	}

	/**
	 * The same with or without requests in one frame.
	 * @param newCompact whether it takes them
	 * @return the settings
	 */
	public WorkerSettings with(boolean newCompact) {
		return new WorkerSettings(this.name, this.service, this.dialect, this.endpoints, this.heartbeat,
				this.reconnectInterval, this.reconnectIntervalMax, this.concurrency, this.capacity, this.handlerTimeout,
				this.drainTimeout, this.streaming, newCompact);
	}

	/**
	 * The same, for handlers that reply in parts.
	 * @return the settings
	 */
	public WorkerSettings asStreaming() {
		return new WorkerSettings(this.name, this.service, this.dialect, this.endpoints, this.heartbeat,
				this.reconnectInterval, this.reconnectIntervalMax, this.concurrency, this.capacity, this.handlerTimeout,
				this.drainTimeout, true, this.compact);
	}

}
