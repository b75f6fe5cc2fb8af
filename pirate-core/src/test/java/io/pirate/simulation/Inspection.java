package io.pirate.simulation;

import java.util.List;

import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.WorkerDialect;

/** After the calm nothing is left over anywhere, and everybody is at work again. */
final class Inspection {

	/** The search costs time, and what is left behind once is left behind often. */
	private static final int ONE_IN = 3;

	private final World world;

	private final Ledger ledger;

	private final long now;

	Inspection(World world) {
		this.world = world;
		this.ledger = world.ledger;
		this.now = world.timeline.now();
	}

	void inspect() {
		if (this.world.stars.isPair()) {
			inspectPair();
		}
		for (int i = 0; i < this.world.queues.size(); i++) {
			Process process = this.world.queues.get(i);
			inspect(process, (QueueProgram) process.program(), expectedAt(i));
		}
		for (int i = 0; i < this.world.workers.size(); i++) {
			Process process = this.world.workers.get(i);
			if (process.program() instanceof WorkerProgram worker) {
				inspect(process, worker, this.world.plan.workers().get(i));
			}
			else if (process.program() instanceof ForeignWorker worker) {
				this.ledger.require(worker.isRegistered(), () -> process + " is not connected");
			}
		}
		for (int i = 0; i < this.world.clients.size(); i++) {
			Process process = this.world.clients.get(i);
			inspect(process, (ClientProgram) process.program(), this.world.plan.clients().get(i));
		}
		this.ledger.calls().forEach((call) -> this.ledger.require(!call.isAwaited(), () -> "never ended: " + call));
		if (this.world.plan.climate() == Plan.Climate.FAIR) {
			this.ledger.calls()
				.forEach((call) -> this.ledger.require(call.cancelled || call.executions == 1,
						() -> "did not run exactly once: " + call));
		}
	}

	/** Nothing that belongs to a call is referred to from anywhere. */
	private void requireForgotten(Process process, Object machine) {
		if (!this.world.chance.oneIn(ONE_IN)) {
			return;
		}
		List<String> leftovers = Leftovers.in(machine);
		this.ledger.require(leftovers.isEmpty(), () -> process + " has not forgotten " + leftovers);
	}

	/** Foreign workers serve one queue only. */
	private long expectedAt(int queue) {
		return this.world.workers.stream()
			.filter((process) -> !(process.program() instanceof ForeignWorker worker) || worker.queue() == queue)
			.count();
	}

	/** Exactly one, and by now everybody agrees which. */
	private void inspectPair() {
		long serving = this.world.queues.stream()
			.filter((process) -> ((QueueProgram) process.program()).partner.isServing(this.now))
			.count();
		this.ledger.require(serving == 1, () -> serving + " queues of a pair serve");
	}

	private void inspect(Process process, QueueProgram queue, long workers) {
		QueueSnapshot snapshot = queue.snapshot(this.now);
		boolean empty = snapshot.waitingBytes() == 0 && snapshot.rememberedReplies() == 0 && queue.inHand(this.now) == 0
				&& snapshot.services().values().stream().allMatch((view) -> view.waiting() == 0 && view.inHand() == 0);
		this.ledger.require(empty, () -> process + " still holds something: " + snapshot);
		requireForgotten(process, queue.machine());
		this.ledger.require(snapshot.workers().size() == workers,
				() -> process + " does not know every worker: " + snapshot);
	}

	private void inspect(Process process, WorkerProgram worker, Plan.WorkerPlan plan) {
		WorkerSnapshot snapshot = worker.snapshot(this.now);
		this.ledger.require(snapshot.running() == 0 && snapshot.waiting() == 0 && snapshot.stuck() == 0,
				() -> process + " still holds something: " + snapshot);
		requireForgotten(process, worker.machine());
		this.ledger.require(
				plan.dialect() == WorkerDialect.SIMPLE
						|| snapshot.links().stream().allMatch(WorkerSnapshot.LinkView::registered),
				() -> process + " is not registered everywhere: " + snapshot);
	}

	private void inspect(Process process, ClientProgram client, Plan.ClientPlan plan) {
		ClientSnapshot snapshot = client.snapshot();
		this.ledger.require(
				snapshot.inFlight() == 0
						&& snapshot.endpoints().stream().allMatch((view) -> view.connected() && view.inFlight() == 0),
				() -> process + " still has calls, or no connection: " + snapshot);
		requireForgotten(process, client.machine());
		this.ledger.require(plan.exclusive() || client.openLanes() == this.world.plan.queues(),
				() -> process + " keeps " + client.openLanes() + " lanes");
	}

}
