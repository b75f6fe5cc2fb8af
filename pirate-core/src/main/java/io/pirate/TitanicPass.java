package io.pirate;

import java.security.SecureRandom;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.pirate.machine.ServingRights;
import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.WorkerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * How a queue knows the Titanic of its own application: by numbers that only this process
 * has seen. Each is part of one worker identity and good for one registration, so that
 * nobody gains anything by seeing it.
 */
final class TitanicPass implements ServingRights {

	/**
	 * Each connect takes one; those that never came to a registration must not pile up.
	 */
	private static final int MOST_UNUSED = 64;

	private final SecureRandom random = new SecureRandom();

	private final Set<Long> valid = ConcurrentHashMap.newKeySet();

	private volatile Consumer<ServiceName> watcher = (service) -> {
	};

	private final Queue<Long> issued = new ConcurrentLinkedQueue<>();

	/** A number for one worker identity. */
	long issue() {
		long number = this.random.nextLong();
		this.valid.add(number);
		this.issued.add(number);
		while (this.issued.size() > MOST_UNUSED) {
			this.valid.remove(this.issued.remove());
		}
		return number;
	}

	/** Tells the Titanic which services have just got a worker. */
	void whenServed(Consumer<ServiceName> newWatcher) {
		this.watcher = newWatcher;
	}

	@Override
	public boolean mayServe(Identity worker, ServiceName service) {
		if (!TspCodec.isReserved(service)) {
			this.watcher.accept(service);
			return true;
		}
		@Nullable WorkerIdentity stated = WorkerIdentity.parse(worker);
		return stated != null && this.valid.remove(stated.nonce());
	}

}
