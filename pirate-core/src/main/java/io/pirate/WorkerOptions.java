package io.pirate;

import java.time.Duration;
import java.util.List;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.reactor.Endpoint;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * How a worker serves: either registered with queues, or bound and asked directly. A
 * worker of a named service registers by Majordomo, RFC 7 or RFC 18; one of the anonymous
 * service by RFC 6 or as a Simple Pirate.
 *
 * @param settings what its machine is told; endpoints and dialect are ignored by a bound
 * worker
 * @param bind where to serve clients directly, or {@code null} to register with queues
 * @param publicEndpoint bound worker only: the address by which Freelance clients know
 * it, RFC 10; {@code null} is the bound address
 * @param maxWaiting bound worker only: requests waiting beyond the capacity
 * @param maxMessageSize longest frame in bytes, inclusive
 * @param security whether connections are encrypted, what the queue must prove, or who
 * may connect to a bound worker
 * @param limits what peers may send at once, and what the connections of a bound worker
 * may cost
 */
public record WorkerOptions(WorkerSettings settings, @Nullable String bind, @Nullable String publicEndpoint,
		int maxWaiting, int maxMessageSize, SecurityOptions security, SocketLimits limits) {

	public WorkerOptions {
		if (bind == null && settings.endpoints().isEmpty()) {
			throw new IllegalArgumentException("a worker needs an endpoint to register with, or an address to bind");
		}
		if (maxWaiting < 1 || maxMessageSize < 1) {
			throw new IllegalArgumentException("max-waiting and max-message-size must be at least 1");
		}
		if (bind == null && !settings.service().isAnonymous() && !settings.dialect().isMajordomo()) {
			throw new IllegalArgumentException(
					"only Majordomo tells a queue the name of a service: '" + settings.service() + "' needs it");
		}
	}

	/**
	 * Options without encryption.
	 * @param settings what its machine is told
	 * @param bind where to serve clients directly, or {@code null}
	 * @param publicEndpoint bound worker only: the address by which Freelance clients
	 * know it; {@code null} is the bound address
	 * @param maxWaiting bound worker only: requests waiting beyond the capacity
	 * @param maxMessageSize longest frame in bytes, inclusive
	 */
	public WorkerOptions(WorkerSettings settings, @Nullable String bind, @Nullable String publicEndpoint,
			int maxWaiting, int maxMessageSize) {
		this(settings, bind, publicEndpoint, maxWaiting, maxMessageSize, SecurityOptions.NONE, SocketLimits.DEFAULT);
	}

	/**
	 * Options of a worker that is known by its bound address, or is not bound.
	 * @param settings what its machine is told
	 * @param bind where to serve clients directly, or {@code null}
	 * @param maxWaiting bound worker only: requests waiting beyond the capacity
	 * @param maxMessageSize longest frame in bytes, inclusive
	 */
	public WorkerOptions(WorkerSettings settings, @Nullable String bind, int maxWaiting, int maxMessageSize) {
		this(settings, bind, null, maxWaiting, maxMessageSize);
	}

	/**
	 * The defaults of a paranoid worker.
	 * @param name what it calls itself
	 * @param endpoints the queues to register with
	 * @return the options
	 */
	public static WorkerOptions of(String name, String... endpoints) {
		return new WorkerOptions(new WorkerSettings(name, ServiceName.ANONYMOUS, WorkerDialect.PARANOID,
				List.of(endpoints), HeartbeatPolicy.DEFAULT, Duration.ofSeconds(1), Duration.ofSeconds(32), 16, 32,
				Duration.ofSeconds(30), Duration.ofSeconds(20)), null, 10_000, 1024 * 1024);
	}

	/**
	 * The defaults of a Majordomo worker, MDP/0.2.
	 * @param name what it calls itself
	 * @param service what it serves; not the anonymous service
	 * @param endpoints the queues to register with
	 * @return the options
	 */
	public static WorkerOptions of(String name, ServiceName service, String... endpoints) {
		WorkerOptions usual = of(name, endpoints);
		return usual.with(usual.settings().with(service, WorkerDialect.MAJORDOMO_02));
	}

	/**
	 * The defaults of a server that is asked directly.
	 * @param name what it calls itself
	 * @param bind where it serves
	 * @return the options
	 */
	public static WorkerOptions bound(String name, String bind) {
		return new WorkerOptions(of(name, bind).settings(), bind, 10_000, 1024 * 1024);
	}

	/**
	 * Whether other machines can reach what it binds, and nobody there has to prove who
	 * they are.
	 * @return false with CURVE, where only this machine can connect, and unless it is
	 * bound
	 * @throws IllegalArgumentException if the address is malformed
	 */
	public boolean isExposed() {
		return this.bind != null && !this.security.isOn() && !Endpoint.toBind(this.bind).loopback();
	}

	public WorkerOptions with(WorkerSettings newSettings) {
		return new WorkerOptions(newSettings, this.bind, this.publicEndpoint, this.maxWaiting, this.maxMessageSize,
				this.security, this.limits);
	}

	/**
	 * The same, known to Freelance clients by another address.
	 * @param newPublicEndpoint the address that they connect to
	 * @return the options
	 */
	public WorkerOptions withPublicEndpoint(@Nullable String newPublicEndpoint) {
		return new WorkerOptions(this.settings, this.bind, newPublicEndpoint, this.maxWaiting, this.maxMessageSize,
				this.security, this.limits);
	}

	/**
	 * The same with other security.
	 * @param newSecurity keys, and who may connect
	 * @return the options
	 */
	public WorkerOptions with(SecurityOptions newSecurity) {
		return new WorkerOptions(this.settings, this.bind, this.publicEndpoint, this.maxWaiting, this.maxMessageSize,
				newSecurity, this.limits);
	}

	/**
	 * The same with other limits.
	 * @param newLimits what peers may send at once, and what their connections may cost
	 * @return the options
	 */
	public WorkerOptions with(SocketLimits newLimits) {
		return new WorkerOptions(this.settings, this.bind, this.publicEndpoint, this.maxWaiting, this.maxMessageSize,
				this.security, newLimits);
	}

}
