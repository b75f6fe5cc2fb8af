package io.pirate;

import java.util.List;
import java.util.Objects;

import io.pirate.reactor.BrokerNode;
import org.jspecify.annotations.Nullable;

/**
 * Which queues a Titanic serves, and asks to execute what it has stored.
 */
public final class TitanicPlace {

	private final @Nullable PirateQueue queue;

	private final List<String> workerEndpoints;

	private final @Nullable ClientOptions client;

	private TitanicPlace(@Nullable PirateQueue queue, List<String> workerEndpoints, @Nullable ClientOptions client) {
		this.queue = queue;
		this.workerEndpoints = workerEndpoints;
		this.client = client;
	}

	/**
	 * In the application of a queue, which must be running before the Titanic is started,
	 * and be closed after it.
	 * @param queue made by {@link PirateQueue#withTitanic}
	 * @return the place
	 * @throws IllegalArgumentException if it was made otherwise
	 */
	public static TitanicPlace beside(PirateQueue queue) {
		if (queue.pass() == null) {
			throw new IllegalArgumentException("the queue was not made to have a Titanic: use PirateQueue.withTitanic");
		}
		return new TitanicPlace(queue, List.of(), null);
	}

	/**
	 * In an application of its own, as an ordinary Majordomo worker and client.
	 * @param workerEndpoints where workers register: all of them
	 * @param client how to ask for the execution; where to, lane, protocol and security
	 * count, the last for the workers too
	 * @return the place
	 */
	public static TitanicPlace at(List<String> workerEndpoints, ClientOptions client) {
		if (workerEndpoints.isEmpty()) {
			throw new IllegalArgumentException("a Titanic needs a queue to register with");
		}
		return new TitanicPlace(null, List.copyOf(workerEndpoints), client);
	}

	List<String> workerEndpoints() {
		return (this.queue != null) ? List.of(BrokerNode.INSIDE) : this.workerEndpoints;
	}

	/** Nobody listens where its own queue is connected to. */
	SecurityOptions workerSecurity() {
		return (this.queue != null) ? SecurityOptions.NONE : client().security();
	}

	/** The thread of the three services: the queue's own beside one. */
	PirateContext context() {
		return (this.queue != null) ? this.queue.context() : new PirateContext("pirate-titanic-services");
	}

	ClientOptions client() {
		return (this.queue != null)
				? ClientOptions.of(this.queue.frontend()).with(this.queue.options().security().towardsSelf())
				: Objects.requireNonNull(this.client);
	}

	/** How that queue knows its Titanic, or {@code null} without such a queue. */
	@Nullable TitanicPass pass() {
		return (this.queue != null) ? this.queue.pass() : null;
	}

}
