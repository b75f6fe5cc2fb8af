package io.pirate.machine;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/** The open calls of a client in the order they began, and their clocks. */
final class CallTable {

	private final Map<Long, OpenCall> open = new LinkedHashMap<>();

	private final Deadlines deadlines;

	private final BiConsumer<OpenCall, Long> onTimeout;

	private long lastNumber;

	private long retries;

	private int unsent;

	CallTable(Deadlines deadlines, BiConsumer<OpenCall, Long> onTimeout) {
		this.deadlines = deadlines;
		this.onTimeout = onTimeout;
	}

	OpenCall begin(Call call, long now) {
		long number = ++this.lastNumber;
		Deadline deadline = new Deadline((due) -> timedOut(number, due));
		OpenCall begun = new OpenCall(call, number, now, deadline);
		this.open.put(number, begun);
		this.unsent++;
		renew(begun, now);
		return begun;
	}

	private void timedOut(long number, long now) {
		OpenCall call = this.open.get(number);
		if (call != null) {
			this.onTimeout.accept(call, now);
		}
	}

	@Nullable OpenCall get(long number) {
		return this.open.get(number);
	}

	/** The next attempt of a call gets its full time, even if this one ended early. */
	void nextAttempt(OpenCall call, long now) {
		call.attempt++;
		call.asked = 0;
		call.refused = 0;
		this.retries++;
		renew(call, now);
	}

	/** The current attempt gets its full time again. */
	void renew(OpenCall call, long now) {
		this.deadlines.set(call.deadline, now + call.call.policy().timeout().toNanos());
	}

	/** The clock stands still until it is renewed. */
	void pause(OpenCall call) {
		this.deadlines.clear(call.deadline);
	}

	/** The one place where a call changes places. */
	void move(OpenCall call, OpenCall.Place place) {
		if (call.place == OpenCall.Place.SENT && call.lane != null) {
			call.lane.endpoint.outstanding--;
		}
		this.unsent += sendable(place) - sendable(call.place);
		call.place = place;
		if (place == OpenCall.Place.SENT && call.lane != null) {
			call.lane.endpoint.outstanding++;
		}
	}

	private static int sendable(OpenCall.Place place) {
		return (place == OpenCall.Place.WAITING || place == OpenCall.Place.PARKED) ? 1 : 0;
	}

	/** Forgets a call; false if it had ended before. */
	boolean remove(OpenCall call) {
		if (this.open.remove(call.number) == null) {
			return false;
		}
		move(call, OpenCall.Place.GONE);
		this.deadlines.clear(call.deadline);
		return true;
	}

	/** All open calls, the oldest first; a view. */
	Collection<OpenCall> all() {
		return Collections.unmodifiableCollection(this.open.values());
	}

	List<OpenCall> copy() {
		return List.copyOf(this.open.values());
	}

	/** The lowest number still open: every lower one has ended. */
	long lowestOpen() {
		return this.open.isEmpty() ? this.lastNumber + 1 : this.open.values().iterator().next().number;
	}

	int size() {
		return this.open.size();
	}

	/** Calls that would be sent if they could. */
	int unsent() {
		return this.unsent;
	}

	long begun() {
		return this.lastNumber;
	}

	long retries() {
		return this.retries;
	}

}
