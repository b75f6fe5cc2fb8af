package io.pirate.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/** All lanes of a client, and the choice between them. */
final class ClientLanes {

	private final List<ClientEndpoint> endpoints = new ArrayList<>();

	private final Map<Integer, ClientLane> lanes = new HashMap<>();

	private final ClientActions actions;

	private final ClientEvents events;

	private int lastNumber;

	private int next;

	private long replaced;

	ClientLanes(List<String> addresses, LongSupplier origins, ClientActions actions, ClientEvents events,
			BiConsumer<ClientEndpoint, Long> onWake) {
		for (int i = 0; i < addresses.size(); i++) {
			this.endpoints.add(new ClientEndpoint(i, addresses.get(i), origins.getAsLong(), onWake));
		}
		this.actions = actions;
		this.events = events;
	}

	List<ClientEndpoint> endpoints() {
		return this.endpoints;
	}

	@Nullable ClientLane get(int number) {
		return this.lanes.get(number);
	}

	int size() {
		return this.lanes.size();
	}

	void open(ClientEndpoint endpoint, long now) {
		ClientLane lane = new ClientLane(++this.lastNumber, endpoint, now);
		this.lanes.put(lane.number, lane);
		endpoint.lanes.add(lane);
		this.actions.open(lane.number, endpoint.index);
	}

	/** From now on its endpoint's new lane carries what is new. */
	void replace(ClientLane lane, long now) {
		this.replaced++;
		lane.retired = true;
		lane.endpoint.retiredLanes++;
		lane.endpoint.lanes.remove(lane);
		open(lane.endpoint, now);
	}

	void countReplaced() {
		this.replaced++;
	}

	void close(ClientLane lane) {
		if (this.lanes.remove(lane.number) == null) {
			return;
		}
		lane.occupant = null;
		lane.endpoint.retiredLanes -= lane.retired ? 1 : 0;
		lane.endpoint.lanes.remove(lane);
		this.actions.close(lane.number);
		disconnected(lane);
	}

	void connected(ClientLane lane) {
		lane.connected = true;
		if (lane.endpoint.connectedLanes++ == 0) {
			this.events.endpointConnected(lane.endpoint.address);
		}
	}

	void disconnected(ClientLane lane) {
		if (!lane.connected) {
			return;
		}
		lane.connected = false;
		lane.compact = false;
		if (--lane.endpoint.connectedLanes == 0) {
			lane.endpoint.forget();
			this.events.endpointLost(lane.endpoint.address);
		}
	}

	/**
	 * The ready lane of the endpoint with the least to do; round robin if equal.
	 * @param avoid taken only if no other is ready
	 * @return a lane or {@code null}
	 */
	@Nullable ClientLane choose(@Nullable ClientEndpoint avoid) {
		ClientLane best = null;
		for (int i = 0; i < this.endpoints.size(); i++) {
			ClientEndpoint endpoint = this.endpoints.get((this.next + i) % this.endpoints.size());
			ClientLane lane = endpoint.ready();
			if (lane != null && isBetter(lane, best, avoid)) {
				best = lane;
			}
		}
		if (best != null) {
			this.next = (best.endpoint.index + 1) % this.endpoints.size();
		}
		return best;
	}

	private static boolean isBetter(ClientLane lane, @Nullable ClientLane best, @Nullable ClientEndpoint avoid) {
		if (best == null || best.endpoint == avoid) {
			return true;
		}
		return lane.endpoint != avoid && lane.endpoint.outstanding < best.endpoint.outstanding;
	}

	/** Where a call was sent; all endpoints if none of them could be reached. */
	List<String> tried(OpenCall call) {
		return this.endpoints.stream()
			.filter((endpoint) -> call.tried == 0 || call.wasSentTo(endpoint))
			.map((endpoint) -> endpoint.address)
			.toList();
	}

	boolean anyReady() {
		for (ClientEndpoint endpoint : this.endpoints) {
			if (endpoint.ready() != null) {
				return true;
			}
		}
		return false;
	}

	void closeAll() {
		List.copyOf(this.lanes.values()).forEach(this::close);
	}

	long replaced() {
		return this.replaced;
	}

}
