package io.pirate.machine;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Who counts calls: what is known of an origin as long as one of its calls is known. No
 * object each, as a client may draw a new origin for every call, and the collector would
 * copy them all.
 */
final class Origins {

	/** Origin, highest number, first number not done with, calls and peer. */
	private static final int WIDTH = 4;

	static final int ENTRY_BYTES = PlainTable.entryBytes(WIDTH);

	private static final int HIGHEST = 1;

	private static final int DONE = 2;

	private static final int CALLS_AND_PEER = 3;

	private static final long ONE_CALL = 1L << Integer.SIZE;

	private final Scatter scatter;

	private final PlainTable table = new PlainTable(WIDTH, (entries, place) -> hash(entries[place]));

	/** Numbers of peers' names, which are as many as the lists of peers had. */
	private final Map<String, Integer> names = new HashMap<>();

	/** Requests of one client mostly come together. */
	private int latest;

	private @Nullable Peer latestPeer;

	private int latestName;

	Origins(Scatter scatter) {
		this.scatter = scatter;
	}

	int size() {
		return this.table.size();
	}

	/** The place of an origin, or -1. */
	int find(long origin) {
		int known = this.latest;
		if (known < this.table.entries.length && this.table.entries[known] == origin && !this.table.isFree(known)) {
			return known;
		}
		for (int place = this.table.first(hash(origin)); !this.table.isFree(place); place = this.table.next(place)) {
			if (this.table.entries[place] == origin) {
				this.latest = place;
				return place;
			}
		}
		return -1;
	}

	/**
	 * Adds an origin that is not here, with a first call.
	 * @param highest the call's number
	 * @param done below that the client has all its replies
	 * @return its place
	 */
	int add(long origin, Peer peer, long highest, long done) {
		this.table.grow();
		int place = this.table.first(hash(origin));
		while (!this.table.isFree(place)) {
			place = this.table.next(place);
		}
		this.table.added();
		this.table.entries[place] = origin;
		this.table.entries[place + HIGHEST] = highest;
		this.table.entries[place + DONE] = done;
		this.table.entries[place + CALLS_AND_PEER] = ONE_CALL | nameOf(peer);
		this.latest = place;
		return place;
	}

	boolean isOf(int place, Peer peer) {
		return (int) this.table.entries[place + CALLS_AND_PEER] == nameOf(peer);
	}

	/** The highest number so far. */
	long highest(int place) {
		return this.table.entries[place + HIGHEST];
	}

	void reach(int place, long number) {
		this.table.entries[place + HIGHEST] = Math.max(highest(place), number);
	}

	/** Below that the client has all its replies. */
	long done(int place) {
		return this.table.entries[place + DONE];
	}

	void done(int place, long number) {
		this.table.entries[place + DONE] = number;
	}

	/** One more of its calls is open, or its reply remembered. */
	void retain(int place) {
		this.table.entries[place + CALLS_AND_PEER] += ONE_CALL;
	}

	/** One less; with the last one the origin goes. */
	void release(long origin) {
		int place = find(origin);
		if (place < 0) {
			return;
		}
		this.table.entries[place + CALLS_AND_PEER] -= ONE_CALL;
		if (this.table.entries[place + CALLS_AND_PEER] < ONE_CALL) {
			this.table.remove(place);
		}
	}

	private int nameOf(Peer peer) {
		if (peer != this.latestPeer) {
			this.latestName = this.names.computeIfAbsent(peer.name(), (unseen) -> this.names.size());
			this.latestPeer = peer;
		}
		return this.latestName;
	}

	private int hash(long origin) {
		return this.scatter.of(origin, 0);
	}

}
