package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.ClientOptions;
import io.pirate.Lane;
import io.pirate.autoconfigure.PirateProperties.Client;
import io.pirate.autoconfigure.PirateProperties.ClientProtocol;
import io.pirate.autoconfigure.PirateProperties.FreelanceOrder;
import io.pirate.machine.FreelancePolicy;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.spring.Patience;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say about one connection's client, judged.
 *
 * @param client the properties, inherited ones included
 * @param check knows the properties' names
 */
record ClientMapper(Client client, PropertyCheck check) {

	ClientOptions options(List<String> endpoints) {
		services();
		defaultService();
		RetryPolicy retry = new RetryPolicy(this.check.positive("request-timeout", this.client.requestTimeout()),
				this.check.atLeast("retries", this.client.retries(), 0), false, noWorkerTimeout());
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(
				this.check.positive("heartbeat-interval", this.client.heartbeatInterval()),
				this.check.atLeast("liveness", this.client.liveness(), 1));
		return new ClientOptions(endpoints, protocol(), lane(), retry, heartbeat,
				this.check.atLeast("max-in-flight", this.client.maxInFlight(), 1),
				this.check.messageSize(this.client.maxMessageSize()), this.client.compact(), freelance())
			.withFailoverDelay(this.check.notNegative("failover-delay", this.client.failoverDelay()));
	}

	/** For requests that name none. */
	ServiceName defaultService() {
		String stated = this.client.defaultService();
		return (stated != null) ? this.check.service("default-service", stated) : ServiceName.ANONYMOUS;
	}

	/** Patience of single services. */
	Map<ServiceName, Patience> services() {
		Map<ServiceName, Patience> all = new HashMap<>();
		this.client.services().forEach((service, patience) -> {
			ServiceName name = this.check.service("services", service);
			PropertyCheck own = new PropertyCheck(this.check.prefix() + ".services." + service);
			Integer retries = patience.retries();
			all.put(name,
					new Patience(own.positiveOrNull("request-timeout", patience.requestTimeout()),
							(retries != null) ? own.atLeast("retries", retries, 0) : null,
							own.notNegativeOrNull("no-worker-timeout", patience.noWorkerTimeout())));
		});
		return all;
	}

	private @Nullable Duration noWorkerTimeout() {
		return this.check.notNegativeOrNull("no-worker-timeout", this.client.noWorkerTimeout());
	}

	private io.pirate.machine.ClientProtocol protocol() {
		return switch (this.client.protocol()) {
			case AUTO -> io.pirate.machine.ClientProtocol.AUTO;
			case MDP01 -> io.pirate.machine.ClientProtocol.MDP01;
			case FREELANCE -> io.pirate.machine.ClientProtocol.FREELANCE;
		};
	}

	private Lane lane() {
		if (this.client.protocol() == ClientProtocol.FREELANCE && this.client.lane() == Lane.EXCLUSIVE) {
			throw this.check.wrong("lane", this.client.lane(),
					"cannot carry Freelance, which asks a server on one socket for all calls",
					"Remove the property, or set protocol to auto or mdp01.");
		}
		return this.client.lane();
	}

	private FreelancePolicy freelance() {
		return new FreelancePolicy(this.client.freelance().strategy(),
				this.client.freelance().order() == FreelanceOrder.LOAD);
	}

}
