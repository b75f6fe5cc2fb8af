package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.pirate.Lane;
import io.pirate.machine.FreelancePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything below {@code pirate}.
 *
 * @param client How this application asks.
 * @param worker How this application answers.
 * @param queue The embedded queue.
 * @param binaryStar A pair of queues.
 * @param connections Named connections. What one leaves unset it inherits from
 * pirate.client and pirate.worker.
 * @param discovery Endpoints that are looked up by name.
 * @param jeromq JeroMQ itself, in the whole process.
 * @param limits What peers may send at once, and what their connections may cost.
 */
@ConfigurationProperties("pirate")
public record PirateProperties(@DefaultValue Client client, @DefaultValue Worker worker, @DefaultValue Queue queue,
		@DefaultValue @NestedConfigurationProperty BinaryStarProperties binaryStar, Map<String, Connection> connections,
		@DefaultValue Discovery discovery, @DefaultValue Jeromq jeromq,
		@DefaultValue @NestedConfigurationProperty LimitsProperties limits) {

	public PirateProperties {
		connections = (connections != null) ? Map.copyOf(connections) : Map.of();
	}

	/** What a client speaks. */
	public enum ClientProtocol {

		/** Majordomo 0.2 with a service, plain request-reply without one. */
		AUTO,
		/** Majordomo 0.1. */
		MDP01,
		/** Freelance: no queue between, several servers. */
		FREELANCE

	}

	/** Which Freelance server comes first. */
	public enum FreelanceOrder {

		/** The first live one in the stated order. */
		STATED,
		/** The live one with the least to do. */
		LOAD

	}

	/** What a worker speaks. */
	public enum WorkerProtocol {

		/** Majordomo 0.2 with a service, Paranoid Pirate without one. */
		AUTO,
		/** Majordomo 0.1. */
		MDP01,
		/** Simple Pirate: no heartbeats, one request in hand. */
		SIMPLE

	}

	/**
	 * How this application asks.
	 *
	 * @param endpoints Queues or servers that can replace each other: tcp://host:port,
	 * dns+tcp://name:port for every address of a name, discovery://service-id:port for
	 * every instance of a service. Unset means the embedded queue if there is one,
	 * otherwise tcp://127.0.0.1:5555.
	 * @param protocol Protocol to speak: auto means Majordomo 0.2 with a service and
	 * plain request-reply without one, mdp01 means Majordomo 0.1 with a service,
	 * freelance asks the endpoints as servers without a queue between.
	 * @param lane What carries calls: one shared socket for each endpoint, or one
	 * exclusive socket for each call.
	 * @param requestTimeout How long each attempt may take.
	 * @param retries Attempts after the first.
	 * @param noWorkerTimeout How long a request may wait at a queue for somebody to serve
	 * its service, before it is rejected with code no-worker; 0 means not at all. Unset
	 * means as long as its caller waits.
	 * @param defaultService Service for requests that name none; unset means the
	 * anonymous one.
	 * @param maxInFlight Open calls; more are rejected at once.
	 * @param maxMessageSize Longest frame, inclusive.
	 * @param heartbeatInterval Interval of the transport's heartbeats, which notice a
	 * stopped queue.
	 * @param liveness Silent intervals after which an endpoint counts as lost.
	 * @param services Patience for single services, by name; unset values are inherited.
	 * @param compact Whether small requests to queues of this library travel in one
	 * frame.
	 * @param idempotencyKeys Whether every call for one reply that states no key gets a
	 * random one, so that workers that deduplicate know its repetitions.
	 * @param freelance How servers are chosen, with protocol freelance.
	 * @param failoverDelay How long after an endpoint was lost the calls that were sent
	 * there are not sent again, so that they do not run in two places at once; 0 means
	 * they go elsewhere at once. New calls do not wait.
	 */
	public record Client(@Nullable List<String> endpoints, @DefaultValue("auto") ClientProtocol protocol,
			@DefaultValue("shared") Lane lane, @DefaultValue("2500ms") Duration requestTimeout,
			@DefaultValue("3") int retries, @Nullable Duration noWorkerTimeout, @Nullable String defaultService,
			@DefaultValue("10000") int maxInFlight, @DefaultValue("1MB") DataSize maxMessageSize,
			@DefaultValue("1s") Duration heartbeatInterval, @DefaultValue("3") int liveness,
			Map<String, ServicePatience> services, @DefaultValue("true") boolean compact,
			@DefaultValue("false") boolean idempotencyKeys, @DefaultValue Freelance freelance,
			@DefaultValue("0s") Duration failoverDelay) {

		public Client {
			services = (services != null) ? Map.copyOf(services) : Map.of();
		}
	}

	/**
	 * How servers are chosen, with protocol freelance.
	 *
	 * @param strategy Whom to ask: ping asks a server that answers pings, failover one
	 * after the other without pings, shotgun all at once, for services that may run any
	 * number of times.
	 * @param order Which server comes first: stated or load.
	 */
	public record Freelance(@DefaultValue("ping") FreelancePolicy.Strategy strategy,
			@DefaultValue("stated") FreelanceOrder order) {
	}

	/**
	 * Patience for one service.
	 *
	 * @param requestTimeout How long each attempt may take.
	 * @param retries Attempts after the first.
	 * @param noWorkerTimeout How long a request may wait for somebody to serve the
	 * service; 0 means not at all.
	 */
	public record ServicePatience(@Nullable Duration requestTimeout, @Nullable Integer retries,
			@Nullable Duration noWorkerTimeout) {
	}

	/**
	 * How this application answers.
	 *
	 * @param enabled Whether methods annotated with PirateWorker answer requests.
	 * @param endpoints Queues to register with, all of them: tcp://host:port,
	 * dns+tcp://name:port for every address of a name, discovery://service-id:port for
	 * every instance of a service. Unset means the embedded queue if there is one,
	 * otherwise tcp://127.0.0.1:5556.
	 * @param protocol Protocol to speak: auto means Majordomo 0.2 with a service and
	 * Paranoid Pirate without one, mdp01 means Majordomo 0.1 with a service, simple
	 * serves no named service.
	 * @param bind Address to bind instead, to serve clients directly without a queue.
	 * @param publicEndpoint Address by which Freelance clients know this server; unset
	 * means the bound one.
	 * @param maxWaiting Bound worker only: requests waiting beyond the capacity.
	 * @param maxMessageSize Longest frame, inclusive.
	 * @param heartbeatInterval Interval of heartbeats to the queue.
	 * @param liveness Silent intervals after which a queue counts as lost.
	 * @param reconnectInterval First pause with the socket closed after a queue was lost;
	 * doubles each time.
	 * @param reconnectIntervalMax Longest pause.
	 * @param concurrency Handlers running at once, for each annotated method.
	 * @param capacity Requests in hand, running and waiting. Unset means 32, or the
	 * concurrency if that is more.
	 * @param handlerTimeout How long a handler may run before its request is handed back;
	 * one that replies in parts, how long the next part may take while one is wanted.
	 * @param drainTimeout How long leaving may take; never longer than
	 * spring.lifecycle.timeout-per-shutdown-phase allows.
	 * @param compact Whether small requests from queues of this library may come in one
	 * frame.
	 */
	public record Worker(@DefaultValue("true") boolean enabled, @Nullable List<String> endpoints,
			@DefaultValue("auto") WorkerProtocol protocol, @Nullable String bind, @Nullable String publicEndpoint,
			@DefaultValue("10000") int maxWaiting, @DefaultValue("1MB") DataSize maxMessageSize,
			@DefaultValue("1s") Duration heartbeatInterval, @DefaultValue("3") int liveness,
			@DefaultValue("1s") Duration reconnectInterval, @DefaultValue("32s") Duration reconnectIntervalMax,
			@DefaultValue("16") int concurrency, @Nullable Integer capacity,
			@DefaultValue("30s") Duration handlerTimeout, @DefaultValue("20s") Duration drainTimeout,
			@DefaultValue("true") boolean compact) {
	}

	/**
	 * The embedded queue.
	 *
	 * @param enabled Whether this application hosts a queue.
	 * @param frontend Address for clients; port * takes any free one.
	 * @param backend Address for workers; may equal the front end.
	 * @param heartbeatInterval Interval of heartbeats to workers, and the interval
	 * assumed of workers that state none.
	 * @param liveness Silent intervals after which a worker counts as dead.
	 * @param maxWaiting Requests waiting for each service; more are rejected.
	 * @param maxWaitingBytes Bytes of all waiting requests. Unset means 256MB, or a
	 * quarter of the heap if that is less.
	 * @param maxCapacity Most requests in one worker's hands, whatever it claims.
	 * @param maxServices Services known only from requests.
	 * @param maxMessageSize Longest frame, inclusive.
	 * @param requestTtl How long a request may wait whose client states no budget.
	 * @param maxDeliveries Deliveries after which a request is poison.
	 * @param replyCache How long replies are remembered for repeated requests.
	 * @param deadLetters Poison requests kept for inspection.
	 * @param drainTimeout How long leaving may take; never longer than
	 * spring.lifecycle.timeout-per-shutdown-phase allows.
	 * @param minWorkers Live workers below which health is OUT_OF_SERVICE.
	 * @param compact Whether small messages between peers of this library travel in one
	 * frame, which is faster.
	 * @param services Requirements of single services, by name.
	 * @param maxWorkers Registered workers; more are disconnected.
	 * @param maxHeartbeatInterval Longest interval of a worker; one that states more is
	 * waited for as if it had stated this, or the queue's own interval if that is longer.
	 * @param replyCacheBytes Bytes of all remembered replies. Unset means 64MB, or a
	 * sixteenth of the heap if that is less.
	 * @param maxWaitingReplyBytes Bytes of one reply in parts that may wait for its
	 * client.
	 * @param maxCallFrame Longest call frame of a request, headers included; at most
	 * 64KB.
	 */
	public record Queue(@DefaultValue("false") boolean enabled, @DefaultValue("tcp://127.0.0.1:5555") String frontend,
			@DefaultValue("tcp://127.0.0.1:5556") String backend, @DefaultValue("1s") Duration heartbeatInterval,
			@DefaultValue("3") int liveness, @DefaultValue("10000") int maxWaiting, @Nullable DataSize maxWaitingBytes,
			@DefaultValue("256") int maxCapacity, @DefaultValue("1000") int maxServices,
			@DefaultValue("1MB") DataSize maxMessageSize, @DefaultValue("30s") Duration requestTtl,
			@DefaultValue("3") int maxDeliveries, @DefaultValue("60s") Duration replyCache,
			@DefaultValue("100") int deadLetters, @DefaultValue("10s") Duration drainTimeout,
			@DefaultValue("1") int minWorkers, @DefaultValue("true") boolean compact,
			Map<String, ServiceWorkers> services, @DefaultValue("10000") int maxWorkers,
			@DefaultValue("1m") Duration maxHeartbeatInterval, @Nullable DataSize replyCacheBytes,
			@DefaultValue("16MB") DataSize maxWaitingReplyBytes, @DefaultValue("64KB") DataSize maxCallFrame) {

		public Queue {
			services = (services != null) ? Map.copyOf(services) : Map.of();
		}
	}

	/**
	 * What one service of the embedded queue needs.
	 *
	 * @param minWorkers Live workers below which health is OUT_OF_SERVICE.
	 */
	public record ServiceWorkers(@DefaultValue("1") int minWorkers) {
	}

	/**
	 * Endpoints that are looked up by name.
	 *
	 * @param refreshInterval How often names behind dns+tcp:// and discovery:// are
	 * looked up again.
	 */
	public record Discovery(@DefaultValue("10s") Duration refreshInterval) {
	}

	/**
	 * JeroMQ itself, in the whole process.
	 *
	 * @param fastWakeup Whether pirate's own signaler replaces that of JeroMQ 0.6.0, by
	 * which its threads wake each other, and its own ROUTER, poller, framing and message
	 * with it. The first application in a process decides.
	 * @param fastCurve Whether Bouncy Castle encrypts CURVE. The first one decides.
	 */
	public record Jeromq(@DefaultValue("true") boolean fastWakeup, @DefaultValue("true") boolean fastCurve) {
	}

	/**
	 * A named connection.
	 *
	 * @param client how it asks, as under pirate.client
	 * @param worker how it answers, as under pirate.worker
	 * @param security its keys, as under pirate.security.curve
	 */
	public record Connection(@DefaultValue ConnectionOverrides.OfClient client,
			@DefaultValue ConnectionOverrides.OfWorker worker, SecurityProperties.@Nullable OfConnection security) {
	}

}
