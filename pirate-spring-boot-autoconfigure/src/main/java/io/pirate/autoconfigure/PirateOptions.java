package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.pirate.ClientOptions;
import io.pirate.QueueOptions;
import io.pirate.WorkerOptions;
import io.pirate.autoconfigure.PirateProperties.Client;
import io.pirate.autoconfigure.PirateProperties.ClientProtocol;
import io.pirate.autoconfigure.PirateProperties.Connection;
import io.pirate.autoconfigure.PirateProperties.Queue;
import io.pirate.autoconfigure.PirateProperties.Worker;
import io.pirate.autoconfigure.PirateProperties.WorkerProtocol;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.spring.PirateWorkerDefinition;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * Makes the core's options out of properties. Every wrong value stops the start here,
 * with the name of its property.
 */
final class PirateOptions {

	private static final String NAMED_SERVICES = "named services need Majordomo, which";

	private static final int USUAL_CAPACITY = 32;

	private final PirateProperties properties;

	private final Supplier<PirateConnectionDetails> details;

	private final WorkerName name;

	private final DrainLimit drainLimit;

	private final List<PirateSocketCustomizer> customizers;

	PirateOptions(PirateProperties properties, Supplier<PirateConnectionDetails> details, WorkerName name,
			DrainLimit drainLimit, List<PirateSocketCustomizer> customizers) {
		this.properties = properties;
		this.details = details;
		this.name = name;
		this.drainLimit = drainLimit;
		this.customizers = customizers;
	}

	ClientOptions client(String connection) {
		return client(connection, this.details.get()::clientEndpoints);
	}

	/**
	 * Stops the start if a client could not be made. Where it goes is not asked yet,
	 * since an embedded queue is not bound before the application starts.
	 * @param connection whose client
	 */
	void checkClient(String connection) {
		Objects.requireNonNull(client(connection, () -> PropertiesConnectionDetails.CLIENT_ENDPOINTS));
	}

	WorkerOptions worker(PirateWorkerDefinition definition) {
		return worker(definition, this.details.get()::workerEndpoints);
	}

	/**
	 * Stops the start if a worker could not be made. Where it goes is not asked yet.
	 * @param definition which worker
	 */
	void checkWorker(PirateWorkerDefinition definition) {
		Objects.requireNonNull(worker(definition, () -> PropertiesConnectionDetails.WORKER_ENDPOINTS));
	}

	private ClientOptions client(String connection, Supplier<List<String>> usual) {
		Client client = connection.isEmpty() ? this.properties.client()
				: named(connection).client().over(this.properties.client());
		PropertyCheck check = check(connection, "client");
		if (client.protocol() != ClientProtocol.AUTO) {
			throw check.wrong("protocol", client.protocol(), "this protocol is not available in this version yet",
					"Remove the property, or set it to auto.");
		}
		if (client.defaultService() != null && !client.defaultService().isEmpty()) {
			throw check.wrong("default-service", client.defaultService(),
					NAMED_SERVICES + " this version does not speak yet",
					"Remove the property: requests then go to the anonymous service.");
		}
		client.services().forEach((service, patience) -> {
			PropertyCheck own = new PropertyCheck(check.prefix() + ".services." + service);
			positiveOrNull(own, "request-timeout", patience.requestTimeout());
			own.atLeast("retries", (patience.retries() != null) ? patience.retries() : 0, 0);
		});
		ClientOptions options = new ClientOptions(endpoints(check, connection, client.endpoints(), usual),
				client.lane(),
				new RetryPolicy(check.positive("request-timeout", client.requestTimeout()),
						check.atLeast("retries", client.retries(), 0), false),
				heartbeat(check, client.heartbeatInterval(), client.liveness()),
				check.atLeast("max-in-flight", client.maxInFlight(), 1), check.messageSize(client.maxMessageSize()));
		for (PirateSocketCustomizer customizer : this.customizers) {
			options = customizer.customize(connection, options);
		}
		return options;
	}

	private WorkerOptions worker(PirateWorkerDefinition definition, Supplier<List<String>> usual) {
		String connection = definition.connection();
		Worker worker = connection.isEmpty() ? this.properties.worker()
				: named(connection).worker().over(this.properties.worker());
		PropertyCheck check = check(connection, "worker");
		if (worker.protocol() == WorkerProtocol.MDP01) {
			throw check.wrong("protocol", "mdp01", "this protocol is not available in this version yet",
					"Remove the property, or set it to auto or simple.");
		}
		check.notAvailable("public-endpoint", worker.publicEndpoint(), "Freelance");
		if (worker.bind() != null) {
			check.bindAddress("bind", worker.bind());
		}
		List<String> endpoints = (worker.bind() != null) ? List.of()
				: endpoints(check, connection, worker.endpoints(), usual);
		WorkerOptions options = new WorkerOptions(settings(check, definition, worker, endpoints), worker.bind(),
				check.atLeast("max-waiting", worker.maxWaiting(), 1), check.messageSize(worker.maxMessageSize()));
		for (PirateSocketCustomizer customizer : this.customizers) {
			options = customizer.customize(definition.id(), options);
		}
		return options;
	}

	QueueOptions queue() {
		Queue queue = this.properties.queue();
		PropertyCheck check = new PropertyCheck("pirate.queue");
		QueueSettings usual = QueueSettings.defaults(Runtime.getRuntime().maxMemory());
		check.atLeast("min-workers", queue.minWorkers(), 0);
		queue.services()
			.forEach((service, needs) -> check.atLeast("services." + service + ".min-workers", needs.minWorkers(), 0));
		QueueSettings settings = new QueueSettings(heartbeat(check, queue.heartbeatInterval(), queue.liveness()),
				check.atLeast("max-waiting", queue.maxWaiting(), 1),
				(queue.maxWaitingBytes() != null) ? check.atLeast("max-waiting-bytes", queue.maxWaitingBytes(), 1)
						: usual.maxWaitingBytes(),
				check.atLeast("max-capacity", queue.maxCapacity(), 1),
				check.atLeast("max-services", queue.maxServices(), 1), usual.maxWorkers(),
				check.positive("request-ttl", queue.requestTtl()),
				check.atLeast("max-deliveries", queue.maxDeliveries(), 1),
				check.notNegative("reply-cache", queue.replyCache()), usual.replyCacheBytes(),
				check.atLeast("dead-letters", queue.deadLetters(), 0));
		QueueOptions options = new QueueOptions(check.bindAddress("frontend", queue.frontend()),
				check.bindAddress("backend", queue.backend()), settings, check.messageSize(queue.maxMessageSize()),
				drain(check, queue.drainTimeout()));
		for (PirateSocketCustomizer customizer : this.customizers) {
			options = customizer.customize(options);
		}
		return options;
	}

	private WorkerSettings settings(PropertyCheck check, PirateWorkerDefinition definition, Worker worker,
			List<String> endpoints) {
		boolean simple = worker.protocol() == WorkerProtocol.SIMPLE;
		PropertyCheck own = new PropertyCheck("@PirateWorker of " + definition.origin());
		int concurrency = (definition.concurrency() != null) ? own.atLeast("concurrency", definition.concurrency(), 1)
				: check.atLeast("concurrency", worker.concurrency(), 1);
		int capacity = capacity(check, own, definition, worker, concurrency);
		Duration pause = check.positive("reconnect-interval", worker.reconnectInterval());
		Duration longest = check.positive("reconnect-interval-max", worker.reconnectIntervalMax());
		if (longest.compareTo(pause) < 0) {
			throw check.wrong("reconnect-interval-max", longest, "must not be shorter than reconnect-interval",
					"Raise it to at least " + pause.toMillis() + "ms, or lower reconnect-interval.");
		}
		Duration handlerTimeout = (definition.handlerTimeout() != null)
				? own.positive("handlerTimeout", definition.handlerTimeout())
				: check.positive("handler-timeout", worker.handlerTimeout());
		return new WorkerSettings(this.name.text(), definition.service(),
				simple ? WorkerDialect.SIMPLE : WorkerDialect.PARANOID, endpoints,
				heartbeat(check, worker.heartbeatInterval(), worker.liveness()), pause, longest, concurrency, capacity,
				handlerTimeout, drain(check, worker.drainTimeout()));
	}

	private static int capacity(PropertyCheck check, PropertyCheck own, PirateWorkerDefinition definition,
			Worker worker, int concurrency) {
		Integer stated = (definition.capacity() != null) ? definition.capacity() : worker.capacity();
		if (stated == null) {
			return Math.max(USUAL_CAPACITY, concurrency);
		}
		if (stated < concurrency) {
			PropertyCheck blamed = (definition.capacity() != null) ? own : check;
			throw blamed.wrong("capacity", stated, "must be at least the concurrency, which is " + concurrency,
					"Raise the capacity to " + concurrency + " or more, or lower the concurrency.");
		}
		return stated;
	}

	private static List<String> endpoints(PropertyCheck check, String connection, @Nullable List<String> stated,
			Supplier<List<String>> usual) {
		if (stated != null) {
			check.endpoints(stated);
		}
		return (stated != null && !connection.isEmpty()) ? stated : usual.get();
	}

	private Duration drain(PropertyCheck check, Duration stated) {
		return this.drainLimit.apply(check.prefix(), check.notNegative("drain-timeout", stated));
	}

	private static HeartbeatPolicy heartbeat(PropertyCheck check, Duration interval, int liveness) {
		return new HeartbeatPolicy(check.positive("heartbeat-interval", interval),
				check.atLeast("liveness", liveness, 1));
	}

	private Connection named(String connection) {
		Map<String, Connection> all = this.properties.connections();
		Connection found = all.get(connection);
		if (found == null) {
			throw new InvalidPiratePropertyException("pirate.connections",
					all.isEmpty() ? "(none)" : String.join(", ", all.keySet()),
					"there is no connection '" + connection + "'",
					"Declare pirate.connections." + connection + ".*, or use one of the declared names.");
		}
		return found;
	}

	private static PropertyCheck check(String connection, String role) {
		return new PropertyCheck(
				connection.isEmpty() ? "pirate." + role : "pirate.connections." + connection + "." + role);
	}

	private static void positiveOrNull(PropertyCheck check, String name, @Nullable Duration value) {
		if (value != null) {
			check.positive(name, value);
		}
	}

}
