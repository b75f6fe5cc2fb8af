package io.pirate.machine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What a queue counts, in plain fields of its own thread. */
final class BrokerCounters {

	long received;

	long replied;

	long redelivered;

	/** Repeats that did not run again. */
	long absorbed;

	/** Workers that were silent too long. */
	long expired;

	private final Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);

	private final Map<Drop, Long> dropped = new EnumMap<>(Drop.class);

	BrokerCounters() {
		for (Rejection rejection : Rejection.values()) {
			this.rejected.put(rejection, 0L);
		}
		for (Drop drop : Drop.values()) {
			this.dropped.put(drop, 0L);
		}
	}

	void count(Rejection rejection) {
		this.rejected.merge(rejection, 1L, Long::sum);
	}

	void count(Drop drop) {
		count(drop, 1);
	}

	void count(Drop drop, long times) {
		this.dropped.merge(drop, times, Long::sum);
	}

	/** Every reason with its count, also those that never came; a copy. */
	Map<Rejection, Long> rejected() {
		return Collections.unmodifiableMap(new EnumMap<>(this.rejected));
	}

	/** Every reason with its count, also those that never came; a copy. */
	Map<Drop, Long> dropped() {
		return Collections.unmodifiableMap(new EnumMap<>(this.dropped));
	}

}
