package io.pirate.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/** All endpoints and lanes of a client, and the choice between them. */
final class ClientLanes {

	private final List<ClientEndpoint> endpoints = new ArrayList<>();

	private final Map<Integer, ClientLane> lanes = new HashMap<>();

	private final ClientSettings settings;

	private final EndpointSource source;

	private final ClientActions actions;

	private final ClientEvents events;

	private boolean anyLeaving;

	private int lastNumber;

	private int lastSlot = -1;

	private int next;

	private long replaced;

	ClientLanes(ClientSettings settings, EndpointSource source, ClientActions actions, ClientEvents events) {
		this.settings = settings;
		this.source = source;
		this.actions = actions;
		this.events = events;
	}

	/** Makes an endpoint, with a bit that no other one has. */
	interface EndpointSource {

		ClientEndpoint create(int slot, String address);

	}

	/**
	 * From now on these are the endpoints. Who is missing takes nothing new, and goes
	 * when its last call has ended.
	 */
	void want(List<String> addresses) {
		List<ClientEndpoint> before = List.copyOf(this.endpoints);
		before.forEach((endpoint) -> endpoint.leaving = true);
		this.endpoints.clear();
		for (String address : addresses) {
			ClientEndpoint wanted = find(before, address);
			if (wanted == null && this.endpoints.size() + before.size() < Long.SIZE) {
				wanted = this.source.create(freeSlot(before), address);
			}
			if (wanted != null) {
				wanted.suspect |= wanted.connectedLanes == 0 && this.settings.pings();
				wanted.leaving = false;
				this.endpoints.add(wanted);
			}
		}
		before.stream().filter((endpoint) -> endpoint.leaving).forEach(this.endpoints::add);
		this.anyLeaving = true;
	}

	private static @Nullable ClientEndpoint find(List<ClientEndpoint> among, String address) {
		return among.stream().filter((endpoint) -> endpoint.address.equals(address)).findFirst().orElse(null);
	}

	/** In turns, so that a call hardly ever knows one by the bit of another. */
	private int freeSlot(List<ClientEndpoint> before) {
		do {
			this.lastSlot = (this.lastSlot + 1) % Long.SIZE;
		}
		while (isTaken(this.lastSlot, before) || isTaken(this.lastSlot, this.endpoints));
		return this.lastSlot;
	}

	private static boolean isTaken(int slot, List<ClientEndpoint> by) {
		return by.stream().anyMatch((endpoint) -> endpoint.slot == slot);
	}

	/** Takes out those that have left and have nothing more to answer. */
	List<ClientEndpoint> sweep() {
		if (!this.anyLeaving) {
			return List.of();
		}
		List<ClientEndpoint> gone = this.endpoints.stream()
			.filter((endpoint) -> endpoint.leaving && endpoint.isIdle())
			.toList();
		for (ClientEndpoint endpoint : gone) {
			List.copyOf(endpoint.lanes).forEach(this::close);
			this.endpoints.remove(endpoint);
		}
		this.anyLeaving = this.endpoints.stream().anyMatch((endpoint) -> endpoint.leaving);
		return gone;
	}

	List<ClientSnapshot.EndpointView> views() {
		return this.endpoints.stream()
			.map((endpoint) -> new ClientSnapshot.EndpointView(endpoint.address, endpoint.connectedLanes > 0,
					endpoint.suspect, endpoint.outstanding))
			.toList();
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
		this.actions.open(lane.number, endpoint.address);
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
			// who has to prove that it lives has to do so again
			lane.endpoint.suspect = this.settings.pings();
			this.events.endpointLost(lane.endpoint.address);
		}
	}

	/**
	 * The ready lane of the endpoint with the least to do; round robin if equal. Servers
	 * without a queue come in the stated order instead, unless by load.
	 * @param call whom it is for
	 * @param avoid taken only if no other is ready
	 * @param now nanoTime
	 * @return a lane or {@code null}
	 */
	@Nullable ClientLane choose(OpenCall call, @Nullable ClientEndpoint avoid, long now) {
		ClientLane best = null;
		int bestRank = Integer.MAX_VALUE;
		boolean ordered = this.settings.isFreelance() && !this.settings.freelance().byLoad();
		int start = ordered ? 0 : this.next;
		for (int i = 0; i < this.endpoints.size(); i++) {
			int place = (start + i) % this.endpoints.size();
			ClientEndpoint endpoint = this.endpoints.get(place);
			ClientLane lane = mayAsk(endpoint, call) ? endpoint.ready() : null;
			int rank = rank(endpoint, avoid, !call.isLastAttempt(), now);
			if (lane != null && (best == null || rank < bestRank
					|| (rank == bestRank && !ordered && endpoint.outstanding < best.endpoint.outstanding))) {
				best = lane;
				bestRank = rank;
				this.next = (place + 1) % this.endpoints.size();
			}
		}
		return best;
	}

	/**
	 * In Freelance each server at most once in an attempt, and only if it answers pings.
	 */
	private boolean mayAsk(ClientEndpoint endpoint, OpenCall call) {
		return !this.settings.isFreelance()
				|| ((call.asked & endpoint.bit()) == 0 && !(endpoint.suspect && this.settings.pings()));
	}

	/**
	 * All that may be asked now, in Freelance's shotgun; else none but the chosen one.
	 */
	List<ClientLane> others(OpenCall call, ClientLane chosen) {
		if (!this.settings.isFreelance() || !this.settings.freelance().asksAll() || call.call.policy().atMostOnce()) {
			return List.of();
		}
		List<ClientLane> others = new ArrayList<>();
		for (ClientEndpoint endpoint : this.endpoints) {
			ClientLane lane = (endpoint != chosen.endpoint && mayAsk(endpoint, call)) ? endpoint.ready() : null;
			if (lane != null) {
				others.add(lane);
			}
		}
		return others;
	}

	/** The lowest comes first. */
	private static int rank(ClientEndpoint endpoint, @Nullable ClientEndpoint avoid, boolean mayProbe, long now) {
		int avoided = (endpoint == avoid) ? 1 : 0;
		if (!endpoint.suspect) {
			return avoided;
		}
		boolean probes = mayProbe && avoided == 0 && !endpoint.probe.isSet() && now - endpoint.probeNanos >= 0;
		return probes ? -1 : avoided + 2;
	}

	/** Whether anybody but that endpoint could take a call and is not suspect. */
	boolean hasBetter(ClientEndpoint than) {
		for (ClientEndpoint endpoint : this.endpoints) {
			if (endpoint != than && !endpoint.suspect && endpoint.ready() != null) {
				return true;
			}
		}
		return false;
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
