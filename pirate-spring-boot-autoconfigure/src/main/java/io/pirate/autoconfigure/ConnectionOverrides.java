package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.Lane;
import io.pirate.autoconfigure.PirateProperties.Client;
import io.pirate.autoconfigure.PirateProperties.ClientProtocol;
import io.pirate.autoconfigure.PirateProperties.Freelance;
import io.pirate.autoconfigure.PirateProperties.FreelanceOrder;
import io.pirate.autoconfigure.PirateProperties.ServicePatience;
import io.pirate.autoconfigure.PirateProperties.Worker;
import io.pirate.autoconfigure.PirateProperties.WorkerProtocol;
import io.pirate.machine.FreelancePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What a named connection sets itself; everything else it inherits. Endpoints it leaves
 * unset are those of the {@link PirateConnectionDetails}.
 */
public final class ConnectionOverrides {

	private ConnectionOverrides() {
	}

	private static <T> T first(@Nullable T own, T inherited) {
		return (own != null) ? own : inherited;
	}

	private static <T> @Nullable T firstOrNull(@Nullable T own, @Nullable T inherited) {
		return (own != null) ? own : inherited;
	}

	/**
	 * How a named connection asks; see {@link Client}.
	 *
	 * @param endpoints queues or servers that can replace each other
	 * @param protocol what to speak
	 * @param lane what carries calls
	 * @param requestTimeout how long each attempt may take
	 * @param retries attempts after the first
	 * @param noWorkerTimeout how long a request may wait for somebody to serve its
	 * service
	 * @param defaultService service for requests that name none
	 * @param maxInFlight open calls; more are rejected at once
	 * @param maxMessageSize longest frame, inclusive
	 * @param heartbeatInterval interval of the transport's heartbeats
	 * @param liveness silent intervals after which an endpoint counts as lost
	 * @param services patience for single services, by name
	 * @param idempotencyKeys whether every call that states no key gets a random one
	 * @param freelance how servers are chosen, with protocol freelance
	 * @param failoverDelay how long what was sent to a lost endpoint is not sent again
	 */
	public record OfClient(@Nullable List<String> endpoints, @Nullable ClientProtocol protocol, @Nullable Lane lane,
			@Nullable Duration requestTimeout, @Nullable Integer retries, @Nullable Duration noWorkerTimeout,
			@Nullable String defaultService, @Nullable Integer maxInFlight, @Nullable DataSize maxMessageSize,
			@Nullable Duration heartbeatInterval, @Nullable Integer liveness,
			@Nullable Map<String, ServicePatience> services, @Nullable Boolean idempotencyKeys,
			@Nullable OfFreelance freelance, @Nullable Duration failoverDelay) {

		Client over(Client inherited) {
			return new Client(this.endpoints, first(this.protocol, inherited.protocol()),
					first(this.lane, inherited.lane()), first(this.requestTimeout, inherited.requestTimeout()),
					first(this.retries, inherited.retries()),
					firstOrNull(this.noWorkerTimeout, inherited.noWorkerTimeout()),
					firstOrNull(this.defaultService, inherited.defaultService()),
					first(this.maxInFlight, inherited.maxInFlight()),
					first(this.maxMessageSize, inherited.maxMessageSize()),
					first(this.heartbeatInterval, inherited.heartbeatInterval()),
					first(this.liveness, inherited.liveness()), services(inherited.services()), inherited.compact(),
					first(this.idempotencyKeys, inherited.idempotencyKeys()),
					(this.freelance != null) ? this.freelance.over(inherited.freelance()) : inherited.freelance(),
					first(this.failoverDelay, inherited.failoverDelay()));
		}

		/** Service by service, and value by value. */
		private Map<String, ServicePatience> services(Map<String, ServicePatience> inherited) {
			Map<String, ServicePatience> all = new HashMap<>(inherited);
			Map<String, ServicePatience> own = (this.services != null) ? this.services : Map.of();
			own.forEach((service, patience) -> all.merge(service, patience,
					(usual, special) -> new ServicePatience(
							firstOrNull(special.requestTimeout(), usual.requestTimeout()),
							firstOrNull(special.retries(), usual.retries()),
							firstOrNull(special.noWorkerTimeout(), usual.noWorkerTimeout()))));
			return all;
		}
	}

	/**
	 * How a named connection chooses among servers; see {@link Freelance}.
	 *
	 * @param strategy whom to ask
	 * @param order which server comes first
	 */
	public record OfFreelance(FreelancePolicy.@Nullable Strategy strategy, @Nullable FreelanceOrder order) {

		Freelance over(Freelance inherited) {
			return new Freelance(first(this.strategy, inherited.strategy()), first(this.order, inherited.order()));
		}
	}

	/**
	 * How a named connection answers; see {@link Worker}.
	 *
	 * @param endpoints queues to register with, all of them
	 * @param protocol what to speak
	 * @param bind address to bind instead, to serve clients directly
	 * @param publicEndpoint address by which Freelance clients know this server
	 * @param maxWaiting bound worker only: requests waiting beyond the capacity
	 * @param maxMessageSize longest frame, inclusive
	 * @param heartbeatInterval interval of heartbeats to the queue
	 * @param liveness silent intervals after which a queue counts as lost
	 * @param reconnectInterval first pause after a queue was lost
	 * @param reconnectIntervalMax longest pause
	 * @param concurrency handlers running at once, for each annotated method
	 * @param capacity requests in hand, running and waiting
	 * @param handlerTimeout how long a handler may run before its request is handed back
	 * @param drainTimeout how long leaving may take
	 */
	public record OfWorker(@Nullable List<String> endpoints, @Nullable WorkerProtocol protocol, @Nullable String bind,
			@Nullable String publicEndpoint, @Nullable Integer maxWaiting, @Nullable DataSize maxMessageSize,
			@Nullable Duration heartbeatInterval, @Nullable Integer liveness, @Nullable Duration reconnectInterval,
			@Nullable Duration reconnectIntervalMax, @Nullable Integer concurrency, @Nullable Integer capacity,
			@Nullable Duration handlerTimeout, @Nullable Duration drainTimeout) {

		Worker over(Worker inherited) {
			// a connection with endpoints of its own registers there, even if the default
			// one is bound
			String address = (this.endpoints != null) ? this.bind : firstOrNull(this.bind, inherited.bind());
			// nor is it then known by the default one's address
			String known = (address != null) ? inherited.publicEndpoint() : null;
			return new Worker(inherited.enabled(), this.endpoints, first(this.protocol, inherited.protocol()), address,
					firstOrNull(this.publicEndpoint, known), first(this.maxWaiting, inherited.maxWaiting()),
					first(this.maxMessageSize, inherited.maxMessageSize()),
					first(this.heartbeatInterval, inherited.heartbeatInterval()),
					first(this.liveness, inherited.liveness()),
					first(this.reconnectInterval, inherited.reconnectInterval()),
					first(this.reconnectIntervalMax, inherited.reconnectIntervalMax()),
					first(this.concurrency, inherited.concurrency()), firstOrNull(this.capacity, inherited.capacity()),
					first(this.handlerTimeout, inherited.handlerTimeout()),
					first(this.drainTimeout, inherited.drainTimeout()), inherited.compact());
		}
	}

}
