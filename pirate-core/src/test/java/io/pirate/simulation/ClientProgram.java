package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.pirate.machine.ClientActions;
import io.pirate.machine.ClientEvents;
import io.pirate.machine.ClientSettings;
import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.LazyPirateMachine;
import io.pirate.wire.Frames;

/** A client: a lazy pirate machine with its lanes, as its node runs it. */
final class ClientProgram implements Program, ClientActions {

	private final World world;

	private final Process process;

	private final Map<Integer, Plug> lanes = new HashMap<>();

	private final List<String> endpoints = new ArrayList<>();

	private final Losses losses;

	/** Lanes of which it knows that they are connected. */
	private final Set<Integer> up = new HashSet<>();

	/** The lane whose message is being handled. */
	private int reading;

	private final Map<CallRecord, Intake> intakes = new HashMap<>();

	private final LazyPirateMachine machine;

	private final Chance chance;

	ClientProgram(World world, Process process, Plan.ClientPlan plan) {
		this.world = world;
		this.process = process;
		for (int i = 0; i < world.plan.queues(); i++) {
			this.endpoints.add(World.frontEnd(i));
		}
		this.losses = new Losses(world);
		this.chance = world.chance.fork();
		this.machine = new LazyPirateMachine(
				new ClientSettings(this.endpoints, plan.protocol(), plan.exclusive(), plan.maxInFlight(), 4,
						plan.compact(), world.plan.heartbeat())
					.withFailoverDelay(world.sabotage.failoverDelay(world.plan.failoverDelay())),
				this.chance::nextLong, world.sabotage.client(this), new ClientEvents() {
				});
	}

	@Override
	public void boot(long now) {
		this.machine.start(now);
	}

	@Override
	public void tick(long now) {
		this.machine.tick(now);
	}

	@Override
	public void settle(long now) {
		// lanes report by themselves
	}

	@Override
	public long nextDeadline(long now) {
		return this.machine.nextDeadline(now);
	}

	@Override
	public void late(long nanos) {
		// a caller's patience does not wait for the client
	}

	void call(CallRecord call, long now) {
		call.id = this.machine.onCall(this.world.sabotage.call(call), now);
		if (call.id != LazyPirateMachine.ENDED && this.chance.oneIn(call.wantsParts() ? 6 : 16)) {
			this.world.cancelLater(call);
		}
	}

	void cancel(CallRecord call, long now) {
		call.cancelled = true;
		long reached = this.endpoints.stream().filter((endpoint) -> canTell(endpoint, call)).count();
		int before = call.stops;
		this.machine.onCancel(call.id, now);
		boolean mustTell = call.wantsParts() && !call.exclusive;
		this.world.ledger.require(!mustTell || call.stops - before == reached, () -> this.process.name + " told "
				+ (call.stops - before) + " of " + reached + " queues that nobody wants parts of " + call);
	}

	/** Whether it was sent there, and a lane is up that carried it or is the latest. */
	private boolean canTell(String endpoint, CallRecord call) {
		int latest = 0;
		for (Map.Entry<Integer, Plug> lane : this.lanes.entrySet()) {
			latest = lane.getValue().endpoint.equals(endpoint) ? Math.max(latest, lane.getKey()) : latest;
		}
		int last = latest;
		return call.sentTo.contains(endpoint) && this.up.stream()
			.anyMatch((lane) -> endpoint.equals(this.lanes.get(lane).endpoint)
					&& (lane == last || call.sentOn.contains(lane)));
	}

	/**
	 * The first part has come: whoever else may be working for the call is told to stop.
	 */
	void begins(CallRecord call) {
		Plug from = this.lanes.get(this.reading);
		if (call.exclusive || from == null) {
			return;
		}
		long others = this.endpoints.stream()
			.filter((endpoint) -> !endpoint.equals(from.endpoint) && canTell(endpoint, call))
			.count();
		this.world.tally.count("client.chosen", others);
		this.world.ledger.require(call.stops == others, () -> this.process.name + " told " + call.stops + " of "
				+ others + " other queues that somebody answers " + call);
	}

	/** The caller gets a part, and deals with it later. */
	void take(CallRecord call, long bytes) {
		CallRecord.Taking taking = call.taking;
		if (taking == null) {
			return;
		}
		Intake intake = this.intakes.computeIfAbsent(call, (key) -> new Intake());
		intake.come++;
		intake.bytes += bytes;
		if (intake.busy) {
			return;
		}
		intake.busy = true;
		this.world.timeline.after(taking.nanos(),
				() -> this.process.enter(() -> taken(call, intake, taking.every()), call.clientLife));
	}

	private void taken(CallRecord call, Intake intake, int every) {
		intake.busy = false;
		if (call.outcome != null) {
			this.intakes.remove(call);
		}
		else if (intake.come >= every) {
			long now = this.world.timeline.now();
			call.reception.took(intake.come, now);
			this.machine.onTaken(call.id, intake.come, intake.bytes, now);
			intake.come = 0;
			intake.bytes = 0;
		}
	}

	Losses losses() {
		return this.losses;
	}

	void close() {
		this.machine.close();
	}

	ClientSnapshot snapshot() {
		return this.machine.snapshot();
	}

	LazyPirateMachine machine() {
		return this.machine;
	}

	int openLanes() {
		return this.lanes.size();
	}

	@Override
	public void open(int lane, String endpoint) {
		this.world.trace.add(this.process.name, () -> "opens lane " + lane + " to " + endpoint);
		Plug plug = new Plug(this.process, endpoint, null, true, new Lane(lane));
		this.world.ledger.require(this.lanes.put(lane, plug) == null,
				() -> this.process.name + " uses the lane " + lane + " twice");
		this.world.network.connect(plug);
	}

	@Override
	public void close(int lane) {
		this.world.trace.add(this.process.name, () -> "closes lane " + lane);
		this.up.remove(lane);
		Plug plug = this.lanes.remove(lane);
		this.world.ledger.require(plug != null, () -> this.process.name + " closes a lane that is not open");
		if (plug != null) {
			this.world.network.close(plug, this.chance.oneIn(2));
		}
	}

	@Override
	public void send(int lane, Frames frames) {
		this.world.trace.add(this.process.name, () -> "-> lane " + lane + " " + frames);
		Plug plug = this.lanes.get(lane);
		this.world.ledger.require(plug != null, () -> this.process.name + " sends on a lane that is not open");
		if (plug != null) {
			this.world.ledger.sends(this.process.name, plug.endpoint, lane, frames);
			boolean sent = plug.send(frames);
			this.world.ledger.require(sent, () -> this.process.name + " sends on a lane that is not connected");
		}
	}

	/** What a caller has got and not dealt with. */
	private static final class Intake {

		private int come;

		private long bytes;

		private boolean busy;

	}

	/** One socket's listener. */
	private final class Lane implements Plug.Listener {

		private final int number;

		private Lane(int number) {
			this.number = number;
		}

		@Override
		public void connected() {
			ClientProgram.this.world.trace.add(ClientProgram.this.process.name, () -> "lane " + this.number + " is up");
			ClientProgram.this.up.add(this.number);
			ClientProgram.this.machine.onConnected(this.number, ClientProgram.this.world.timeline.now());
		}

		@Override
		public void disconnected() {
			ClientProgram.this.world.trace.add(ClientProgram.this.process.name,
					() -> "lane " + this.number + " is down");
			ClientProgram.this.up.remove(this.number);
			ClientProgram.this.losses.lost(ClientProgram.this.lanes.get(this.number).endpoint);
			ClientProgram.this.machine.onDisconnected(this.number, ClientProgram.this.world.timeline.now());
		}

		@Override
		public void received(Frames frames) {
			ClientProgram.this.world.trace.add(ClientProgram.this.process.name,
					() -> "<- lane " + this.number + " " + frames);
			ClientProgram.this.reading = this.number;
			ClientProgram.this.losses.heard(ClientProgram.this.lanes.get(this.number).endpoint);
			ClientProgram.this.machine.onMessage(this.number, frames, ClientProgram.this.world.timeline.now());
		}

	}

}
