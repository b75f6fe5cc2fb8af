package io.pirate.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What one instance has taken out of the store to execute it, and the alarms about it.
 * Limited by bytes: a service beyond its first request waits while there is no room.
 */
final class TitanicHold {

	/** So that the pause does not overflow. */
	private static final int MOST_DOUBLINGS = 30;

	private static final double JITTER = 0.1;

	/** Between two questions for workers, of all services together. */
	private static final long PROBE_NANOS = 5_000_000;

	private final Map<String, HeldRequest> byId = new HashMap<>();

	private final Map<ServiceName, TitanicDesk> desks = new LinkedHashMap<>();

	private final Deadlines deadlines = new Deadlines();

	private final TitanicSettings settings;

	private final TitanicActions actions;

	private final DoubleSupplier chance;

	private final long mostBytes;

	private long bytes;

	/** In workers' hands, of all desks. */
	private int running;

	private boolean suspended;

	TitanicHold(TitanicSettings settings, long mostBytes, TitanicActions actions, DoubleSupplier chance) {
		this.settings = settings;
		this.mostBytes = mostBytes;
		this.actions = actions;
		this.chance = chance;
	}

	TitanicDesk desk(ServiceName service) {
		return this.desks.computeIfAbsent(service, (name) -> new TitanicDesk(name, this.settings, this.actions, this));
	}

	@Nullable TitanicDesk find(ServiceName service) {
		return this.desks.get(service);
	}

	/**
	 * How long a desk rests that found no worker. Clients may name any service, and what
	 * they store is kept for days: so the more there are, the less often each is asked
	 * for, and not all of them at once. Whose worker registers is told, where it can be.
	 */
	long restNanos(long usual) {
		return Math.max(usual, Math.round(this.desks.size() * PROBE_NANOS * (chance() + 1.0 / 2)));
	}

	void running(int more) {
		this.running += more;
	}

	int running() {
		return this.running;
	}

	/** A copy, so that desks may come and go while it is walked. */
	List<TitanicDesk> desks() {
		return new ArrayList<>(this.desks.values());
	}

	void forgetIfIdle(TitanicDesk desk) {
		if (desk.isIdle()) {
			this.desks.remove(desk.service);
		}
	}

	HeldRequest take(TitanicRequest request) {
		HeldRequest held = new HeldRequest(desk(request.service()), request);
		this.byId.put(request.id(), held);
		this.bytes += request.bytes();
		return held;
	}

	void forget(HeldRequest held) {
		if (this.byId.remove(held.request.id(), held)) {
			this.bytes -= held.request.bytes();
		}
	}

	/** Nobody wants it any more, but a worker may have it. */
	void recall(HeldRequest held) {
		if (held.place == HeldRequest.Place.RUNNING && !held.recalled) {
			held.recalled = true;
			this.actions.recall(held.request);
		}
	}

	/** No worker had what was recalled. */
	void discard(HeldRequest held) {
		forget(held);
		this.actions.discard(held.request);
	}

	@Nullable HeldRequest find(String id) {
		return this.byId.get(id);
	}

	/** What waits for its next try at that desk. */
	List<HeldRequest> pausing(TitanicDesk desk) {
		List<HeldRequest> all = new ArrayList<>();
		for (HeldRequest held : this.byId.values()) {
			if (held.desk == desk && held.place == HeldRequest.Place.PAUSING) {
				all.add(held);
			}
		}
		return all;
	}

	boolean hasRoom() {
		return this.bytes < this.mostBytes;
	}

	boolean isSuspended() {
		return this.suspended;
	}

	void suspend(boolean now) {
		this.suspended = now;
	}

	double chance() {
		return this.chance.getAsDouble();
	}

	/** Before the next try of a request that was given out so often in vain. */
	long pauseNanos(int deliveries) {
		long longest = this.settings.backoffMax().toNanos();
		long first = this.settings.backoff().toNanos();
		int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, deliveries - 1));
		long pause = (first > (longest >> doublings)) ? longest : first << doublings;
		return Math.round(pause * (1 - JITTER + 2 * JITTER * chance()));
	}

	void set(Deadline deadline, long nanos) {
		this.deadlines.set(deadline, nanos);
	}

	void clear(Deadline deadline) {
		this.deadlines.clear(deadline);
	}

	void run(long now) {
		this.deadlines.run(now);
	}

	long next(long now) {
		return this.deadlines.next(now);
	}

}
