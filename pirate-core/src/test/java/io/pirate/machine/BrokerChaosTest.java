package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that come, die, hand back, fall silent and answer late; clients that repeat and
 * change their connection: whatever happens, the rules hold. Each seed is its own test.
 */
class BrokerChaosTest implements BrokerActions, BrokerEvents {

	private static final long MILLI = 1_000_000;

	private static final int MAX_DELIVERIES = 3;

	private static final int STEPS = 3000;

	private Random random = new Random(0);

	private BrokerMachine machine = newMachine();

	/** Live workers, each with the leases it thinks it has. */
	private final Map<Identity, Worker> workers = new LinkedHashMap<>();

	private final Map<Long, Asked> asked = new HashMap<>();

	private long now;

	private long nextNumber = 1;

	private int nextWorker;

	private int endedAlone;

	static List<Long> seeds() {
		List<Long> seeds = new ArrayList<>();
		for (long seed = 1; seed <= 200; seed++) {
			seeds.add(seed);
		}
		return seeds;
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void theRulesHoldWhateverHappens(long seed) {
		this.random = new Random(seed);
		this.machine = newMachine();
		for (int step = 0; step < STEPS; step++) {
			this.now += this.random.nextInt(20) * MILLI;
			step();
			for (Worker worker : this.workers.values()) {
				assertThat(worker.leases.size()).isLessThanOrEqualTo(worker.capacity);
			}
		}
		settle();
		QueueSnapshot snapshot = this.machine.snapshot(this.now);
		assertThat(this.asked.values()).allMatch((call) -> call.answers > 0);
		assertThat(snapshot.waitingBytes()).isZero();
		assertThat(snapshot.services().values()).allMatch((view) -> view.inHand() == 0 && view.waiting() == 0);
		assertThat(snapshot.deadLetters().size()).isLessThanOrEqualTo(this.endedAlone);
	}

	private void step() {
		switch (this.random.nextInt(12)) {
			case 0 -> join();
			case 1 -> die();
			case 2, 3, 4 -> ask();
			case 5 -> repeat();
			case 6, 7, 8 -> answer();
			case 9 -> handBack();
			case 10 -> heartbeats();
			default -> this.machine.tick(this.now);
		}
	}

	private void join() {
		if (this.workers.size() > 5) {
			return;
		}
		int capacity = 1 + this.random.nextInt(4);
		boolean simple = this.random.nextInt(4) == 0;
		Identity identity = new WorkerIdentity("w", capacity, Duration.ofMillis(200), this.nextWorker++).encode();
		this.workers.put(identity, new Worker(simple ? 1 : capacity, simple));
		this.machine.onReady(identity, Peer.ANYONE, simple ? WorkerDialect.SIMPLE : WorkerDialect.PARANOID,
				ServiceName.ANONYMOUS, this.now);
	}

	private void die() {
		Identity dead = anyWorker();
		if (dead != null && this.random.nextBoolean()) {
			bury(dead);
			this.machine.onGone(dead, this.now);
		}
	}

	private void bury(Identity identity) {
		Worker worker = this.workers.remove(identity);
		this.endedAlone += (worker.leases.size() == 1) ? 1 : 0;
	}

	private void ask() {
		long number = this.nextNumber++;
		Asked call = new Asked(this.random.nextInt(5) == 0, "body" + number);
		this.asked.put(number, call);
		send(number, call);
	}

	private void repeat() {
		long number = 1 + this.random.nextLong(this.nextNumber);
		Asked call = this.asked.get(number);
		if (call != null && !call.once) {
			call.connection = this.random.nextInt(3);
			send(number, call);
		}
	}

	private void send(long number, Asked call) {
		CallFrame.Builder frame = CallFrame.build(1, number).number(Property.BUDGET, 500 + this.random.nextInt(1000));
		if (call.once) {
			frame.flag(Property.ONCE);
		}
		this.machine.onRequest(connection(call.connection), Peer.ANYONE, new Envelope(Frames.NONE, frame.end()),
				ServiceName.ANONYMOUS, Frames.ofText(call.body), this.now);
	}

	private void answer() {
		Identity identity = anyWorker();
		if (identity == null || this.workers.get(identity).leases.isEmpty()) {
			return;
		}
		Worker worker = this.workers.get(identity);
		CallFrame lease = worker.leases.remove(this.random.nextInt(worker.leases.size()));
		String body = worker.bodies.remove(lease.number());
		if (worker.simple && !worker.leases.isEmpty()) {
			throw new AssertionError("a simple worker has two");
		}
		this.machine.onWorkerCommand(identity, Peer.ANYONE,
				new WorkerCommand.Reply(WorkerDialect.PARANOID,
						Frames.of(CallFrame.of(lease.origin(), lease.number()).encode()), Frames.ofText("re:" + body)),
				this.now);
	}

	private void handBack() {
		Identity identity = anyWorker();
		Worker worker = (identity != null) ? this.workers.get(identity) : null;
		if (worker == null || worker.simple || worker.leases.isEmpty()) {
			return;
		}
		boolean timedOut = this.random.nextBoolean();
		this.endedAlone += (timedOut && worker.leases.size() == 1) ? 1 : 0;
		CallFrame lease = worker.leases.remove(0);
		worker.bodies.remove(lease.number());
		Reply returned = Reply.returned(timedOut ? BrokerMachine.HANDLER_TIMEOUT : null);
		this.machine.onWorkerCommand(identity, Peer.ANYONE, new WorkerCommand.Reply(WorkerDialect.PARANOID,
				Frames.of(returned.toCallFrame(lease.origin(), lease.number()).end().encode()), returned.body()),
				this.now);
		if (!timedOut) {
			// draining, and then it thinks better of it
			this.machine.onReady(identity, Peer.ANYONE, WorkerDialect.PARANOID, ServiceName.ANONYMOUS, this.now);
		}
	}

	private void heartbeats() {
		for (Identity identity : List.copyOf(this.workers.keySet())) {
			if (!this.workers.get(identity).simple && this.random.nextInt(8) > 0) {
				this.machine.onWorkerCommand(identity, Peer.ANYONE, new WorkerCommand.Heartbeat(WorkerDialect.PARANOID),
						this.now);
			}
		}
	}

	/** Everybody behaves until nothing is left. */
	private void settle() {
		for (Identity identity : List.copyOf(this.workers.keySet())) {
			bury(identity);
			this.machine.onGone(identity, this.now);
		}
		this.now += MILLI; // who comes when others die may be among them
		Identity last = new WorkerIdentity("last", 4, Duration.ofHours(1), 99).encode();
		this.workers.put(last, new Worker(4, false));
		this.machine.onReady(last, Peer.ANYONE, WorkerDialect.PARANOID, ServiceName.ANONYMOUS, this.now);
		while (!this.workers.get(last).leases.isEmpty()) {
			this.now += MILLI;
			answer();
		}
		this.machine.tick(this.now);
	}

	private Identity anyWorker() {
		List<Identity> all = List.copyOf(this.workers.keySet());
		return all.isEmpty() ? null : all.get(this.random.nextInt(all.size()));
	}

	private BrokerMachine newMachine() {
		QueueSettings settings = new QueueSettings(new HeartbeatPolicy(Duration.ofMillis(200), 3), 1000, 10_000_000,
				256, 10, 10, Duration.ofSeconds(5), MAX_DELIVERIES, Duration.ofSeconds(60), 1_000_000, 100_000);
		return new BrokerMachine(settings, 42, this.random::nextLong, this, this);
	}

	private static Identity connection(int number) {
		return Identity.of(new byte[] { 9, (byte) number });
	}

	@Override
	public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
		CallFrame frame = envelope.call();
		Asked call = this.asked.get(frame.number());
		call.answers++;
		assertThat(client).isEqualTo(connection(call.connection));
		if (frame.status() == ReplyStatus.OK) {
			assertThat(body.text(0)).isEqualTo("re:" + call.body);
		}
		if (frame.status() == ReplyStatus.LOST) {
			assertThat(call.once).isTrue();
		}
	}

	@Override
	public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		throw new AssertionError("nobody answers in parts");
	}

	@Override
	public void toWorker(Identity identity, WorkerDialect dialect, QueueCommand command) {
		Worker worker = this.workers.get(identity);
		if (!(command instanceof QueueCommand.Request request)) {
			assertThat(worker.simple).isFalse();
			return;
		}
		CallFrame lease = (CallFrame) CallFrame.decodeRequest(request.addresses().frame(0));
		worker.leases.add(lease);
		worker.bodies.put(lease.number(), request.body().text(0));
	}

	@Override
	public void workerExpired(String name, ServiceName service, int redelivered) {
		this.workers.keySet().removeIf((identity) -> {
			boolean gone = !this.machine.isWorker(identity);
			this.endedAlone += (gone && this.workers.get(identity).leases.size() == 1) ? 1 : 0;
			return gone;
		});
	}

	private static final class Worker {

		final int capacity;

		final boolean simple;

		final List<CallFrame> leases = new ArrayList<>();

		final Map<Long, String> bodies = new HashMap<>();

		Worker(int capacity, boolean simple) {
			this.capacity = capacity;
			this.simple = simple;
		}

	}

	private static final class Asked {

		final boolean once;

		final String body;

		int connection;

		int answers;

		Asked(boolean once, String body) {
			this.once = once;
			this.body = body;
		}

	}

}
