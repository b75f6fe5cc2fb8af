package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.machine.ClientActions;
import io.pirate.machine.ClientEvents;
import io.pirate.machine.ClientProtocol;
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

	private final LazyPirateMachine machine;

	private final Chance chance;

	ClientProgram(World world, Process process, Plan.ClientPlan plan) {
		this.world = world;
		this.process = process;
		for (int i = 0; i < world.plan.queues(); i++) {
			this.endpoints.add(World.frontEnd(i));
		}
		this.chance = world.chance.fork();
		this.machine = new LazyPirateMachine(
				new ClientSettings(this.endpoints, ClientProtocol.AUTO, plan.exclusive(), plan.maxInFlight(), 4, false),
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
		long number = this.machine.onCall(this.world.sabotage.call(call), now);
		if (number != LazyPirateMachine.ENDED && this.chance.oneIn(16)) {
			this.world.cancelLater(call, number);
		}
	}

	void cancel(CallRecord call, long number, long now) {
		call.cancelled = true;
		this.machine.onCancel(number, now);
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
	public void open(int lane, int endpoint) {
		this.world.trace.add(this.process.name, () -> "opens lane " + lane + " to " + this.endpoints.get(endpoint));
		Plug plug = new Plug(this.process, this.endpoints.get(endpoint), null, true, new Lane(lane));
		this.world.ledger.require(this.lanes.put(lane, plug) == null,
				() -> this.process.name + " uses the lane " + lane + " twice");
		this.world.network.connect(plug);
	}

	@Override
	public void close(int lane) {
		this.world.trace.add(this.process.name, () -> "closes lane " + lane);
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
		this.world.ledger.sends(this.process.name, frames);
		if (plug != null) {
			boolean sent = plug.send(frames);
			this.world.ledger.require(sent, () -> this.process.name + " sends on a lane that is not connected");
		}
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
			ClientProgram.this.machine.onConnected(this.number, ClientProgram.this.world.timeline.now());
		}

		@Override
		public void disconnected() {
			ClientProgram.this.world.trace.add(ClientProgram.this.process.name,
					() -> "lane " + this.number + " is down");
			ClientProgram.this.machine.onDisconnected(this.number, ClientProgram.this.world.timeline.now());
		}

		@Override
		public void received(Frames frames) {
			ClientProgram.this.world.trace.add(ClientProgram.this.process.name,
					() -> "<- lane " + this.number + " " + frames);
			ClientProgram.this.machine.onMessage(this.number, frames, ClientProgram.this.world.timeline.now());
		}

	}

}
