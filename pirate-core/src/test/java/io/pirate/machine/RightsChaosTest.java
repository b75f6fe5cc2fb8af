package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three peers whose rights change all the time, and who also use each other's numbers:
 * nobody ever runs, or is told, what is not theirs. Each seed is its own test.
 */
class RightsChaosTest implements BrokerActions, BrokerEvents {

	private static final int PEERS = 3;

	private static final int STEPS = 2000;

	private static final List<String> SERVICES = List.of("a.one", "a.two", "b");

	private static final List<List<String>> PATTERNS = List.of(List.of(), List.of("*"), List.of("a.*"), List.of("b"),
			List.of("a.one", "b"));

	private Random random = new Random(0);

	private BrokerMachine machine = newMachine();

	/** As the rights are now. */
	private final Peer[] peers = new Peer[PEERS];

	private final Map<Identity, Worker> workers = new LinkedHashMap<>();

	/** By what travels in their body. */
	private final Map<String, Asked> asked = new HashMap<>();

	private final List<Asked> all = new ArrayList<>();

	private int answered;

	private int ran;

	private int denied;

	private long now;

	private long next;

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 100);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void nobodyRunsOrHearsWhatIsNotTheirs(long seed) {
		this.random = new Random(seed);
		this.machine = newMachine();
		introduce();
		for (int step = 0; step < STEPS; step++) {
			this.now += this.random.nextInt(10) * 1_000_000L;
			step();
		}
		assertThat(this.ran).isPositive();
		assertThat(this.answered).isPositive();
		assertThat(this.denied).isPositive();
	}

	/** Each has called once, so that its origin is known for as long as this lasts. */
	private void introduce() {
		for (int peer = 0; peer < PEERS; peer++) {
			this.peers[peer] = Peer.named("peer" + peer, List.of("*"), List.of("*"));
		}
		join(0, SERVICES.get(0));
		for (int peer = 0; peer < PEERS; peer++) {
			Asked call = new Asked(peer, this.next++, SERVICES.get(0));
			this.asked.put(call.body(), call);
			send(peer, call);
		}
		while (this.answered < PEERS) {
			answer();
		}
		this.answered = 0;
		this.ran = 0;
		for (int peer = 0; peer < PEERS; peer++) {
			change(peer);
		}
	}

	private void step() {
		switch (this.random.nextInt(12)) {
			case 0 -> change(this.random.nextInt(PEERS));
			case 1, 2 -> join();
			case 3, 4, 5 -> ask();
			case 6 -> askAgain();
			case 7, 8, 9 -> answer();
			case 10 -> heartbeats();
			default -> this.machine.tick(this.now);
		}
	}

	private void change(int peer) {
		this.peers[peer] = Peer.named("peer" + peer, any(PATTERNS), any(PATTERNS));
	}

	private void join() {
		join(this.random.nextInt(PEERS), any(SERVICES));
	}

	private void join(int peer, String name) {
		Identity identity = new WorkerIdentity("w", 2, Duration.ofSeconds(1), this.next++).encode();
		ServiceName service = new ServiceName(name);
		Worker worker = new Worker(peer, service);
		this.workers.put(identity, worker);
		say(identity, new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, service));
		assertThat(this.machine.isWorker(identity)).isEqualTo(worker.seen.mayServe(service));
	}

	private void heartbeats() {
		for (Identity identity : List.copyOf(this.workers.keySet())) {
			boolean before = this.machine.isWorker(identity);
			say(identity, new WorkerCommand.Heartbeat(WorkerDialect.MAJORDOMO_02));
			Worker worker = this.workers.get(identity);
			if (worker == null || !before) {
				continue;
			}
			assertThat(this.machine.isWorker(identity)).isEqualTo(worker.seen.mayServe(worker.service));
		}
		this.workers.keySet().removeIf((identity) -> !this.machine.isWorker(identity));
	}

	private void answer() {
		for (Map.Entry<Identity, Worker> entry : List.copyOf(this.workers.entrySet())) {
			Worker worker = entry.getValue();
			if (!worker.leases.isEmpty() && this.random.nextBoolean()) {
				String body = worker.bodies.remove(0);
				say(entry.getKey(), new WorkerCommand.Reply(WorkerDialect.MAJORDOMO_02, worker.leases.remove(0),
						Frames.ofText("re:" + body)));
			}
		}
	}

	private void say(Identity identity, WorkerCommand command) {
		Worker worker = this.workers.get(identity);
		worker.seen = this.peers[worker.peer];
		this.machine.onWorkerCommand(identity, worker.seen, command, this.now);
	}

	private void ask() {
		Asked call = new Asked(this.random.nextInt(PEERS), this.next++, any(SERVICES));
		this.asked.put(call.body(), call);
		this.all.add(call);
		send(call.peer, call);
	}

	/** By its own peer, or by somebody who knows its numbers. */
	private void askAgain() {
		if (!this.all.isEmpty()) {
			send(this.random.nextInt(PEERS), any(this.all));
		}
	}

	private void send(int peer, Asked call) {
		boolean may = this.peers[peer].mayCall(new ServiceName(call.service));
		call.allowed |= may && peer == call.peer;
		int before = this.denied;
		CallFrame frame = CallFrame.build(call.peer, call.number).number(Property.BUDGET, 500).end();
		this.machine.onRequest(Identity.of(new byte[] { (byte) peer }), this.peers[peer],
				new Envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, frame), new ServiceName(call.service),
				Frames.ofText(call.body()), this.now);
		assertThat(this.denied - before).isEqualTo(may ? 0 : 1);
	}

	@Override
	public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
		CallFrame reply = envelope.call();
		if (reply.status() == ReplyStatus.OK) {
			this.answered++;
			assertThat(reply.origin()).as("the peer that gets an answer").isEqualTo(client.bytes()[0]);
			assertThat(body.text(0)).isEqualTo("re:" + reply.origin() + "/" + reply.number());
		}
		this.denied += Rejection.DENIED.code().equals(reply.text(Property.CODE)) ? 1 : 0;
	}

	@Override
	public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		throw new AssertionError("nobody answers in parts");
	}

	@Override
	public void toWorker(Identity identity, WorkerDialect dialect, QueueCommand command) {
		if (command instanceof QueueCommand.Request request) {
			Worker worker = this.workers.get(identity);
			Asked call = this.asked.get(request.body().text(0));
			assertThat(worker.seen.mayServe(new ServiceName(call.service))).as("whether it may serve").isTrue();
			assertThat(call.allowed).as("whether it may be called").isTrue();
			this.ran++;
			worker.leases.add(request.addresses());
			worker.bodies.add(call.body());
		}
	}

	private <T> T any(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	private BrokerMachine newMachine() {
		return new BrokerMachine(QueueSettings.defaults(1 << 26).with(false), 77, this.random::nextLong, this, this);
	}

	private static final class Worker {

		final int peer;

		final ServiceName service;

		/** As its peer was when it said something for the last time. */
		Peer seen = Peer.NOBODY;

		final List<Frames> leases = new ArrayList<>();

		final List<String> bodies = new ArrayList<>();

		Worker(int peer, ServiceName service) {
			this.peer = peer;
			this.service = service;
		}

	}

	private static final class Asked {

		final int peer;

		final long number;

		final String service;

		/** Whether its peer had the right at any time it asked. */
		boolean allowed;

		Asked(int peer, long number, String service) {
			this.peer = peer;
			this.number = number;
			this.service = service;
		}

		String body() {
			return this.peer + "/" + this.number;
		}

	}

}
