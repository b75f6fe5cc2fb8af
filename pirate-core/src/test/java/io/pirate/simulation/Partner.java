package io.pirate.simulation;

import java.util.Objects;

import io.pirate.machine.BinaryStarMachine;
import io.pirate.machine.QueueGate;
import io.pirate.machine.StarActions;
import io.pirate.machine.StarEvents;
import io.pirate.machine.StarSettings;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Epoch;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.StarCodec;
import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;

/** A queue's side of a pair: its machine and the link to the other one. */
final class Partner implements Pairing, StarActions, Port.Listener, Plug.Listener {

	private final World world;

	private final Process process;

	private final QueueGate gate;

	private final Port ear;

	private final Plug mouth;

	private final BinaryStarMachine machine;

	private long servedIn = Epoch.NONE;

	Partner(World world, Process process, int index, QueueGate gate, Chance chance) {
		this.world = world;
		this.process = process;
		this.gate = gate;
		this.ear = world.network.bind(process, endpoint(index), this);
		this.mouth = new Plug(process, endpoint(1 - index), null, true, this);
		StarRole role = (index == 0) ? StarRole.PRIMARY : StarRole.BACKUP;
		StarSettings settings = new StarSettings(role, world.plan.heartbeat(),
				world.stars.failsBack() ? world.plan.units(12) : null);
		long floor = world.stars.clockRuns() ? world.timeline.elapsed() / 1_000 : 0;
		this.machine = new BinaryStarMachine(settings, floor, chance.nextLong() | 1, world.sabotage.star(this),
				new StarEvents() {

					@Override
					public void starChanged(StarRole is, StarState state, long epoch, String reason) {
						world.trace.add(process.name, () -> "is " + state + " in " + epoch + ": " + reason);
						world.tally.count("star." + state, 1);
						world.tally.count("star." + reason, 1);
					}

				}, world.timeline.now());
	}

	private static String endpoint(int queue) {
		return "star-" + queue;
	}

	@Override
	public void boot(long now) {
		this.world.network.connect(this.mouth);
		this.machine.start(now);
	}

	@Override
	public void before(long now) {
		this.machine.awake(now);
	}

	@Override
	public void settle(long now) {
		if (this.gate.takeAsked()) {
			this.machine.onAsked(now);
		}
		long surpassedBy = this.gate.takeSurpassedBy();
		if (surpassedBy > 0) {
			this.machine.onSurpassed(surpassedBy, now);
		}
	}

	@Override
	public void tick(long now) {
		this.machine.tick(now);
	}

	@Override
	public long nextDeadline(long now) {
		return this.machine.nextDeadline(now);
	}

	@Override
	public void late(long nanos) {
		this.machine.onLate(nanos);
	}

	@Override
	public void takeOver(long now) {
		this.machine.takeOver(now);
	}

	@Override
	public void leave(long now) {
		this.machine.leave(now);
	}

	@Override
	public void close() {
		this.world.network.close(this.ear);
		this.world.network.close(this.mouth, true);
	}

	@Override
	public boolean isServing(long now) {
		return this.machine.snapshot(now).serving();
	}

	@Override
	public void handsOut(Frames addresses) {
		CallFrame frame = this.world.ledger.requireCallFrame(this.process.name, addresses.frame(0));
		long epoch = Epoch.of(frame);
		this.world.ledger.require(frame.isControl() || (epoch == this.servedIn && epoch != Epoch.NONE),
				() -> this.process.name + " hands out in epoch " + epoch + " while it serves in " + this.servedIn);
	}

	@Override
	public void serve(long epoch) {
		this.world.trace.add(this.process.name, () -> "serves in " + epoch);
		this.world.stars.serves(this.process, epoch);
		this.servedIn = epoch;
		this.gate.serve(epoch);
	}

	@Override
	public void standBy() {
		this.servedIn = Epoch.NONE;
		this.gate.standBy();
	}

	@Override
	public void toPeer(StarCommand.Tell command) {
		this.mouth.send(StarCodec.encode(command));
	}

	@Override
	public boolean hasWorkers() {
		return this.gate.hasWorkers();
	}

	@Override
	public void received(Identity peer, Frames frames) {
		long now = this.world.timeline.now();
		this.machine.awake(now);
		if (StarCodec.decode(frames) instanceof StarCommand.Tell tell) {
			this.machine.onPeer(tell, now);
		}
		else {
			throw new Violation("the queues of a pair do not understand each other");
		}
	}

	@Override
	public void ended(Identity peer) {
		// its silence tells
	}

	@Override
	public void connected() {
		// what is said next arrives
	}

	@Override
	public void disconnected() {
		// the plug connects again
	}

	@Override
	public void received(Frames frames) {
		Objects.requireNonNull(frames);
		throw new Violation("nobody answers on the link of a pair");
	}

}
