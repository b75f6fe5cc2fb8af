package io.pirate.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.pirate.BinaryStarOptions;
import io.pirate.ClientOptions;
import io.pirate.QueueOptions;
import io.pirate.SocketLimits;
import io.pirate.TitanicOptions;
import io.pirate.TitanicPlace;
import io.pirate.WorkerOptions;
import io.pirate.autoconfigure.PirateProperties.Client;
import io.pirate.autoconfigure.PirateProperties.Connection;
import io.pirate.autoconfigure.PirateProperties.Worker;
import io.pirate.machine.ClientProtocol;
import io.pirate.spring.EndpointsResolver;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateWorkerDefinition;
import io.pirate.spring.PirateWorkerDefinitionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the core's options out of properties. Every wrong value stops the start here,
 * with the name of its property.
 */
final class PirateOptions {

	private final PirateProperties properties;

	private final Supplier<PirateConnectionDetails> details;

	private final EndpointsResolver resolver;

	private final WorkerName name;

	private final DrainLimit drainLimit;

	private final PirateSecurity security;

	private final List<PirateSocketCustomizer> customizers;

	/** Who binds where, if that is a certain port. */
	private final Map<String, PirateWorkerDefinition> bound = new ConcurrentHashMap<>();

	PirateOptions(PirateProperties properties, Supplier<PirateConnectionDetails> details, EndpointsResolver resolver,
			WorkerName name, DrainLimit drainLimit, PirateSecurity security, List<PirateSocketCustomizer> customizers) {
		this.properties = properties;
		this.details = details;
		this.resolver = resolver;
		this.name = name;
		this.drainLimit = drainLimit;
		this.security = security;
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

	/**
	 * What a connection's templates must know.
	 * @param connection whose
	 * @return default service and patience of services
	 */
	ClientMapper clientMapper(String connection) {
		Client client = connection.isEmpty() ? this.properties.client()
				: named(connection).client().over(this.properties.client());
		return new ClientMapper(client, check(connection, "client"));
	}

	WorkerOptions worker(PirateWorkerDefinition definition) {
		return worker(definition, this.details.get()::workerEndpoints);
	}

	/**
	 * Stops the start if a worker could not be made. Where it goes is not asked yet.
	 * @param definition which worker
	 */
	void checkWorker(PirateWorkerDefinition definition) {
		String bind = worker(definition, () -> PropertiesConnectionDetails.WORKER_ENDPOINTS).bind();
		if (bind == null || bind.endsWith(":*")) {
			return;
		}
		PirateWorkerDefinition other = this.bound.putIfAbsent(bind, definition);
		if (other != null && !other.id().equals(definition.id())) {
			throw new PirateWorkerDefinitionException(
					"Two methods would bind " + bind + ": " + other.origin() + " and " + definition.origin(),
					"A bound worker serves one method: move one to a named connection with another address "
							+ "(@PirateWorker(connection = \"…\")), or let both register with a queue.");
		}
	}

	private ClientOptions client(String connection, Supplier<List<String>> usual) {
		ClientMapper mapper = clientMapper(connection);
		ClientOptions options = mapper
			.options(endpoints(mapper.check(), connection, mapper.client().endpoints(), usual))
			.with(this.security.client(connection, mapper.check().prefix(), mapper.client().endpoints() != null));
		options = options.with(limits(mapper.check().prefix(), options.maxMessageSize()));
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
		List<String> endpoints = (worker.bind() != null) ? List.of()
				: endpoints(check, connection, worker.endpoints(), usual);
		WorkerOptions options = new WorkerMapper(worker, check, definition)
			.options(this.name.text(), endpoints, this.drainLimit)
			.with((worker.bind() != null) ? this.security.server(connection)
					: this.security.client(connection, check.prefix(), worker.endpoints() != null));
		options = options.with(limits(check.prefix(), options.maxMessageSize()));
		for (PirateSocketCustomizer customizer : this.customizers) {
			options = customizer.customize(definition.id(), options);
		}
		if (options.bind() != null) {
			this.security.requireSafe(check.prefix() + ".bind", options.bind(), options.security().isOn());
		}
		return options;
	}

	QueueOptions queue() {
		QueueOptions options = new QueueMapper(this.properties.queue()).options(this.drainLimit)
			.with(pair())
			.with(this.security.server(""));
		options = options.with(limits("pirate.queue", options.maxMessageSize()));
		for (PirateSocketCustomizer customizer : this.customizers) {
			options = customizer.customize(options);
		}
		boolean encrypted = options.security().isOn();
		this.security.requireSafe("pirate.queue.frontend", options.frontend(), encrypted);
		this.security.requireSafe("pirate.queue.backend", options.backend(), encrypted);
		BinaryStarOptions pair = options.binaryStar();
		if (pair != null && pair.bind() != null) {
			this.security.requireSafe("pirate.binary-star.bind", pair.bind(), encrypted);
		}
		return options;
	}

	private @Nullable BinaryStarOptions pair() {
		BinaryStarOptions pair = new BinaryStarMapper(this.properties.binaryStar()).options();
		return (pair != null) ? pair.withPeerKey(this.security.pairKey()) : null;
	}

	TitanicOptions titanic(TitanicProperties properties) {
		TitanicOptions options = new TitanicMapper(properties).options(this.name.text(), this.drainLimit);
		return options.with(limits("pirate.titanic", options.maxMessageSize()));
	}

	private SocketLimits limits(String role, int maxMessageSize) {
		return new LimitsMapper(this.properties.limits()).options(role, maxMessageSize);
	}

	/**
	 * Which queues the Titanic serves: the embedded one, whatever the properties of
	 * workers and clients say, or without one those that workers register with.
	 * @param queue the embedded queue, or {@code null}
	 * @return the place
	 */
	TitanicPlace titanicPlace(@Nullable PirateQueueLifecycle queue) {
		if (queue != null) {
			return TitanicPlace.beside(queue.queue());
		}
		ClientOptions client = client("");
		if (client.protocol() == ClientProtocol.FREELANCE) {
			throw check("", "client").wrong("protocol", client.protocol(),
					"leaves out the queue, which a Titanic asks to execute what it keeps",
					"Set it to auto or mdp01, or host the queue in this application: pirate.queue.enabled=true.");
		}
		return TitanicPlace.at(this.details.get().workerEndpoints(), client);
	}

	private List<String> endpoints(PropertyCheck check, String connection, @Nullable List<String> stated,
			Supplier<List<String>> usual) {
		if (stated != null) {
			check.endpoints(stated, this.resolver);
		}
		return (stated != null && !connection.isEmpty()) ? stated : usual.get();
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

}
