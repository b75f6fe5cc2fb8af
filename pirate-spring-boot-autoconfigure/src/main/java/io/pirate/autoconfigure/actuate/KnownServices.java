package io.pirate.autoconfigure.actuate;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.pirate.PirateListener;
import io.pirate.wire.ServiceName;

/**
 * The services of the embedded queue that may be shown by name: the anonymous one, those
 * that are configured, and those that have or had a worker. What is known only from
 * requests may be anything, so it is shown as a number. Safe for use by many threads.
 */
public final class KnownServices implements PirateListener {

	private static final int MOST = 1000;

	private final Set<ServiceName> configured;

	private final Set<ServiceName> served = ConcurrentHashMap.newKeySet();

	/**
	 * Services that nobody serves yet.
	 * @param configured names below {@code pirate.queue.services}
	 */
	public KnownServices(Collection<String> configured) {
		this.configured = configured.stream().map(ServiceName::new).collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public void workerJoined(String worker, ServiceName service) {
		if (this.served.size() < MOST) {
			this.served.add(service);
		}
	}

	/**
	 * Services to be shown even when the queue does not know them.
	 * @return those that are configured
	 */
	public Set<ServiceName> configured() {
		return this.configured;
	}

	boolean contains(ServiceName service) {
		return service.isAnonymous() || this.configured.contains(service) || this.served.contains(service);
	}

}
