package io.pirate.simulation;

import java.util.ArrayList;
import java.util.List;

import io.pirate.machine.Outcome;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.WorkerIdentity;

/**
 * One run: bad weather with calls in it, then a calm in which everything has to come
 * right again.
 */
final class World {

	static final String FRONT = "front-";

	private static final String BACK = "back-";

	/** Nobody waits that long in the calm. */
	private static final int MOST_UNITS = 2_000;

	final Timeline timeline;

	final Trace trace;

	final Chance chance;

	final Plan plan;

	final Network network;

	final Ledger ledger;

	final Sabotage sabotage;

	final StarBook stars;

	final Tally tally = new Tally();

	final List<Process> queues = new ArrayList<>();

	final List<Process> workers = new ArrayList<>();

	final List<Process> clients = new ArrayList<>();

	private final List<Process> strangers = new ArrayList<>();

	private final Callers callers;

	private boolean calm;

	private long calmNanos;

	World(Chance chance, Plan plan, Sabotage sabotage, int traceLines, boolean pair) {
		this.chance = chance;
		this.plan = plan;
		this.sabotage = sabotage;
		this.timeline = new Timeline(
				chance.oneIn(4) ? Long.MAX_VALUE - chance.between(0, 1_000_000_000_000L) : chance.nextLong());
		this.trace = new Trace(this.timeline, traceLines);
		this.network = new Network(this, chance.fork(), plan);
		this.ledger = new Ledger(this);
		this.stars = new StarBook(this.ledger, pair, pair ? chance.fork() : new Chance(0));
		this.callers = new Callers(this, chance.fork());
		for (int i = 0; i < plan.queues(); i++) {
			int index = i;
			add(this.queues, "q" + i, (process) -> new QueueProgram(this, process, index));
		}
		for (int i = 0; i < plan.workers().size(); i++) {
			Plan.WorkerPlan worker = plan.workers().get(i);
			add(this.workers, "w" + i, (process) -> (worker.make() == Plan.Make.FOREIGN)
					? new ForeignWorker(this, process, worker) : new WorkerProgram(this, process, worker));
		}
		for (int i = 0; i < plan.clients().size(); i++) {
			Plan.ClientPlan client = plan.clients().get(i);
			add(this.clients, "c" + i, (process) -> new ClientProgram(this, process, client));
		}
	}

	private void add(List<Process> to, String name, Start start) {
		Process[] self = new Process[1];
		self[0] = new Process(this, name, () -> start.program(self[0]));
		to.add(self[0]);
	}

	static String frontEnd(int queue) {
		return FRONT + queue;
	}

	String backEnd(int queue) {
		return (this.plan.oneSocket() ? FRONT : BACK) + queue;
	}

	static String nameOf(Identity identity) {
		WorkerIdentity stated = WorkerIdentity.parse(identity);
		return (stated != null) ? stated.name() : identity.toString();
	}

	/** Plays the run to its end. */
	void run() {
		this.trace.add("plan", this.plan::toString);
		processes()
			.forEach((process) -> this.timeline.after(this.chance.between(0, this.plan.unitNanos()), process::boot));
		this.callers.begin();
		new Weather(this, this.chance.fork()).begin();
		this.timeline.runUntil(this.plan.stormNanos());
		becomeCalm();
		awaitAll();
		pass(this.plan.recoveryNanos());
		for (int i = 0; i < this.callers.callsInTheCalm(); i++) {
			this.callers.askOnceMore(i);
			awaitAll();
		}
		pass(this.plan.queue().replyCache().toNanos() + this.plan.handlerTimeoutNanos() + this.plan.unitNanos() * 4);
		pass(Math.max(0, untilStrangersAreForgotten()));
		new Inspection(this).inspect();
		processes().forEach((process) -> this.tally.countLife(process.program(), this.timeline.now()));
		this.tally.count("events", this.timeline.eventsPlanned());
		this.tally.count("runs", 1);
		this.tally.count("climate." + this.plan.climate(), 1);
	}

	/** What a stranger asked in the storm may wait for as long as the queue allows. */
	private long untilStrangersAreForgotten() {
		return this.calmNanos + this.plan.queue().requestTtl().toNanos() + this.plan.unitNanos() * 4
				- this.timeline.now();
	}

	private void awaitAll() {
		for (int i = 0; !this.ledger.allEnded(); i++) {
			this.ledger.require(i < MOST_UNITS, () -> "some calls never end: " + this.ledger.open());
			pass(this.plan.unitNanos());
		}
	}

	/** Whether anything may be lost. */
	boolean isRough() {
		return this.plan.climate() == Plan.Climate.STORM && !this.calm;
	}

	boolean isCalm() {
		return this.calm;
	}

	/** When it became calm. */
	long calmNanos() {
		return this.calmNanos;
	}

	void judge(CallRecord call, Outcome outcome) {
		this.tally.countOutcome(outcome);
		this.callers.judge(call, outcome);
	}

	void cancelLater(CallRecord call) {
		this.callers.cancelLater(call);
	}

	List<Process> processes() {
		List<Process> all = new ArrayList<>(this.queues);
		all.addAll(this.workers);
		all.addAll(this.clients);
		return all;
	}

	void freeze(Process process) {
		if (process.isRunning()) {
			process.freeze();
			this.network.froze(process);
		}
	}

	void crash(Process process, String why) {
		process.crash(why);
	}

	/** The whole machine is gone: nobody tells the other sides. */
	void losePower(Process process) {
		this.network.died(process, true);
		process.crash("has lost power");
	}

	/** A process has ended, however that came: it is started again. */
	void ended(Process process, Program program) {
		this.tally.countLife(program, this.timeline.now());
		this.network.died(process, false);
		if (!this.strangers.contains(process)) {
			this.timeline.after(this.chance.between(0, this.plan.unitNanos() * 3), process::boot);
		}
	}

	void leave(Process process) {
		long now = this.timeline.now();
		if (process.program() instanceof WorkerProgram worker) {
			worker.drain(now);
		}
		else if (process.program() instanceof ForeignWorker worker) {
			worker.leave();
		}
		else if (process.program() instanceof QueueProgram queue) {
			queue.drain(now);
			int life = process.life();
			this.timeline.after(this.plan.unitNanos() * 20,
					() -> process.enter(() -> process.crash("leaves late"), life));
		}
		else if (process.program() instanceof ClientProgram client) {
			client.close();
			process.crash("closed");
		}
	}

	void meet(String endpoint, List<Frames> messages) {
		int number = this.strangers.size();
		this.trace.add("s" + number, () -> "says to " + endpoint + " " + messages);
		add(this.strangers, "s" + number, (process) -> new Stranger(this, process, endpoint, messages));
		this.strangers.get(number).boot();
	}

	private void becomeCalm() {
		this.trace.add("net", () -> "---- calm ----");
		this.calm = true;
		this.calmNanos = this.timeline.now();
		this.network.healAll();
		processes().forEach(Process::thaw);
		this.strangers.forEach((stranger) -> stranger.crash("goes"));
	}

	void pass(long nanos) {
		this.timeline.runUntil(this.timeline.elapsed() + nanos);
	}

	/** Makes a program for a process. */
	private interface Start {

		Program program(Process process);

	}

}
