package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.pirate.WorkerOptions;
import io.pirate.autoconfigure.PirateProperties.Worker;
import io.pirate.autoconfigure.PirateProperties.WorkerProtocol;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.spring.PirateWorkerDefinition;
import io.pirate.spring.PirateWorkerDefinitionException;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * What the properties and its annotation say about one worker, judged.
 *
 * @param worker the properties, inherited ones included
 * @param check knows the properties' names
 * @param definition the worker
 * @param own knows the annotation's attributes
 */
record WorkerMapper(Worker worker, PropertyCheck check, PirateWorkerDefinition definition, PropertyCheck own) {

	private static final int USUAL_CAPACITY = 32;

	WorkerMapper(Worker worker, PropertyCheck check, PirateWorkerDefinition definition) {
		this(worker, check, definition, new PropertyCheck("@PirateWorker of " + definition.origin()));
	}

	WorkerOptions options(String name, List<String> endpoints, DrainLimit drainLimit) {
		if (this.worker.bind() != null) {
			this.check.bindAddress("bind", this.worker.bind());
		}
		Duration drain = drainLimit.apply(this.check.prefix(),
				this.check.notNegative("drain-timeout", this.worker.drainTimeout()));
		return new WorkerOptions(settings(name, endpoints, drain), this.worker.bind(), publicEndpoint(),
				this.check.atLeast("max-waiting", this.worker.maxWaiting(), 1),
				this.check.messageSize(this.worker.maxMessageSize()));
	}

	private @Nullable String publicEndpoint() {
		String stated = this.worker.publicEndpoint();
		if (stated != null && this.worker.bind() == null) {
			throw this.check.wrong("public-endpoint", stated, "belongs to a worker that is bound, and this one is not",
					"Set " + this.check.prefix() + ".bind, or remove the property.");
		}
		return (stated != null) ? this.check.publicEndpoint(stated) : null;
	}

	private WorkerSettings settings(String name, List<String> endpoints, Duration drain) {
		Integer stated = this.definition.concurrency();
		int concurrency = (stated != null) ? this.own.atLeast("concurrency", stated, 1)
				: this.check.atLeast("concurrency", this.worker.concurrency(), 1);
		Duration pause = this.check.positive("reconnect-interval", this.worker.reconnectInterval());
		Duration longest = this.check.positive("reconnect-interval-max", this.worker.reconnectIntervalMax());
		if (longest.compareTo(pause) < 0) {
			throw this.check.wrong("reconnect-interval-max", longest, "must not be shorter than reconnect-interval",
					"Raise it to at least " + pause.toMillis() + "ms, or lower reconnect-interval.");
		}
		Duration limit = this.definition.handlerTimeout();
		Duration handlerTimeout = (limit != null) ? this.own.positive("handlerTimeout", limit)
				: this.check.positive("handler-timeout", this.worker.handlerTimeout());
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(
				this.check.positive("heartbeat-interval", this.worker.heartbeatInterval()),
				this.check.atLeast("liveness", this.worker.liveness(), 1));
		return new WorkerSettings(name, this.definition.service(), dialect(), endpoints, heartbeat, pause, longest,
				concurrency, capacity(concurrency), handlerTimeout, drain)
			.with(this.worker.compact());
	}

	private WorkerDialect dialect() {
		boolean simple = this.worker.protocol() == WorkerProtocol.SIMPLE;
		if (this.definition.service().isAnonymous()) {
			return simple ? WorkerDialect.SIMPLE : WorkerDialect.PARANOID;
		}
		if (simple && this.worker.bind() == null) {
			throw new PirateWorkerDefinitionException(
					this.definition.origin() + " serves '" + this.definition.service() + "', but " + this.check.prefix()
							+ ".protocol=simple, and a Simple Pirate cannot tell a queue the " + "name of its service",
					"Set " + this.check.prefix() + ".protocol to auto or mdp01, or remove the service's name from "
							+ "@PirateWorker.");
		}
		return (this.worker.protocol() == WorkerProtocol.MDP01) ? WorkerDialect.MAJORDOMO_01
				: WorkerDialect.MAJORDOMO_02;
	}

	private int capacity(int concurrency) {
		Integer annotated = this.definition.capacity();
		Integer stated = (annotated != null) ? annotated : this.worker.capacity();
		if (stated == null) {
			return Math.max(USUAL_CAPACITY, concurrency);
		}
		if (stated < concurrency) {
			PropertyCheck blamed = (annotated != null) ? this.own : this.check;
			throw blamed.wrong("capacity", stated, "must be at least the concurrency, which is " + concurrency,
					"Raise the capacity to " + concurrency + " or more, or lower the concurrency.");
		}
		return stated;
	}

}
