package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

import io.pirate.testing.Gate;
import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.FlpCodec;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three servers under a virtual clock, one of which at a time dies, freezes, gets stuck
 * or is full: every call ends once and in time, no server gets a call twice in one
 * attempt, and no call fails that may be repeated.
 */
class FreelanceWeatherTest {

	private static final int SEEDS = Gate.of(200, 20_000);

	private static final int SERVERS = 3;

	private static final int TROUBLE_MILLIS = 1_500;

	private static final int ROUNDS = 4;

	/** Heartbeats of 50 ms, three may be missed. */
	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(50), 3);

	@ParameterizedTest
	@EnumSource(FreelancePolicy.Strategy.class)
	void noCallFailsWhileOneServerAtATimeIsInTrouble(FreelancePolicy.Strategy strategy) {
		for (int seed = 0; seed < SEEDS; seed++) {
			try {
				new Weather(seed, strategy).run();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", strategy " + strategy, ex);
			}
		}
	}

	/** How a server is. */
	private enum Condition {

		WELL, DEAD, FROZEN, STUCK, FULL

	}

	private static final class Weather implements ClientActions {

		private final Random random;

		private final LazyPirateMachine machine;

		private final PriorityQueue<Event> events = new PriorityQueue<>();

		private final Condition[] servers = { Condition.WELL, Condition.WELL, Condition.WELL };

		private final List<List<Runnable>> frozen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

		private final Map<Integer, Integer> lanes = new HashMap<>();

		private final Set<Integer> up = new HashSet<>();

		private final Set<String> sent = new HashSet<>();

		private final List<FreelanceCall> calls = new ArrayList<>();

		private long order;

		private long nanos = Long.MAX_VALUE - 2_000_000_000L;

		private final long start = this.nanos;

		Weather(int seed, FreelancePolicy.Strategy strategy) {
			this.random = new Random(seed * 0x9E3779B97F4A7C15L + strategy.ordinal());
			List<String> endpoints = List.of("0", "1", "2");
			this.machine = new LazyPirateMachine(
					new ClientSettings(endpoints, ClientProtocol.FREELANCE, false, 1000, 4, true, HEARTBEAT,
							new FreelancePolicy(strategy, this.random.nextBoolean()), Duration.ZERO),
					this.random::nextLong, this, new ClientEvents() {
					});
		}

		void run() {
			this.machine.start(this.nanos);
			for (int round = 0; round < ROUNDS; round++) {
				int victim = this.random.nextInt(SERVERS);
				Condition trouble = Condition.values()[1 + this.random.nextInt(4)];
				later(round * TROUBLE_MILLIS + 200 + this.random.nextInt(100), () -> strike(victim, trouble));
				later(round * TROUBLE_MILLIS + 500 + this.random.nextInt(500), () -> recover(victim));
			}
			for (int i = 0; i < 60; i++) {
				// all is up before the first one
				later(100 + this.random.nextInt(ROUNDS * TROUBLE_MILLIS), this::ask);
			}
			pass(ROUNDS * TROUBLE_MILLIS + 10_000);
			this.calls.forEach(FreelanceCall::check);
			assertThat(this.machine.snapshot().inFlight()).isZero();
			assertThat(this.machine.snapshot().endpoints())
				.allMatch((view) -> view.connected() && view.inFlight() == 0);
			this.machine.close();
			assertThat(this.lanes).isEmpty();
		}

		private void pass(long millis) {
			long end = this.start + millis * 1_000_000;
			while (true) {
				Event next = this.events.peek();
				long due = this.machine.nextDeadline(this.nanos);
				boolean tick = next == null || due - (this.start + next.at()) <= 0;
				long when = tick ? due : this.start + next.at();
				if (when - end > 0) {
					return;
				}
				this.nanos = (when - this.nanos > 0) ? when : this.nanos;
				if (tick) {
					this.machine.tick(this.nanos);
				}
				else {
					this.events.remove().action().run();
				}
			}
		}

		private void later(long millis, Runnable action) {
			this.events.add(new Event(this.nanos - this.start + millis * 1_000_000, this.order++, action));
		}

		private void ask() {
			boolean once = this.random.nextInt(6) == 0;
			FreelanceCall call = new FreelanceCall(() -> this.nanos, new RetryPolicy(Duration.ofMillis(400), 6, once),
					this.calls.size());
			this.calls.add(call);
			this.machine.onCall(call, this.nanos);
		}

		private void strike(int server, Condition trouble) {
			this.servers[server] = trouble;
			if (trouble == Condition.DEAD) {
				lanesOf(server).forEach(this::disconnect);
			}
			else if (trouble == Condition.FROZEN) {
				// its transport's heartbeats stop as well
				later(150, () -> {
					if (this.servers[server] == Condition.FROZEN) {
						lanesOf(server).forEach(this::disconnect);
					}
				});
			}
		}

		private void recover(int server) {
			this.servers[server] = Condition.WELL;
			List<Runnable> held = List.copyOf(this.frozen.get(server));
			this.frozen.get(server).clear();
			held.forEach(Runnable::run);
			lanesOf(server).forEach((lane) -> later(5, () -> connect(lane)));
		}

		private List<Integer> lanesOf(int server) {
			return this.lanes.keySet().stream().filter((lane) -> this.lanes.get(lane) == server).toList();
		}

		private void connect(int lane) {
			Integer server = this.lanes.get(lane);
			if (server == null || this.up.contains(lane)) {
				return;
			}
			if (this.servers[server] == Condition.DEAD || this.servers[server] == Condition.FROZEN) {
				later(20, () -> connect(lane));
				return;
			}
			this.up.add(lane);
			this.machine.onConnected(lane, this.nanos);
		}

		private void disconnect(int lane) {
			if (this.up.remove(lane)) {
				this.machine.onDisconnected(lane, this.nanos);
				later(20, () -> connect(lane));
			}
		}

		@Override
		public void open(int lane, String endpoint) {
			this.lanes.put(lane, Integer.valueOf(endpoint));
			later(3, () -> connect(lane));
		}

		@Override
		public void close(int lane) {
			this.lanes.remove(lane);
			this.up.remove(lane);
		}

		@Override
		public void send(int lane, Frames frames) {
			int server = this.lanes.get(lane);
			assertThat(this.up).as("only connected lanes send").contains(lane);
			if (!FlpCodec.isPing(frames)) {
				ClientRequest.Ask ask = (ClientRequest.Ask) FlpCodec.decodeRequest(frames);
				String name = server + " " + ask.body().text(0) + " "
						+ ask.envelope().call().number(Property.ATTEMPT, 0);
				assertThat(this.sent.add(name)).as("sent twice in one attempt: " + name).isTrue();
			}
			later(1 + this.random.nextInt(3), () -> arrive(server, lane, frames));
		}

		private void arrive(int server, int lane, Frames frames) {
			switch (this.servers[server]) {
				case DEAD -> {
				}
				case FROZEN -> this.frozen.get(server).add(() -> arrive(server, lane, frames));
				default -> serve(server, lane, frames);
			}
		}

		private void serve(int server, int lane, Frames frames) {
			if (FlpCodec.isPing(frames)) {
				if (this.servers[server] != Condition.STUCK) {
					answer(lane, FlpCodec.pong());
				}
				return;
			}
			ClientRequest.Ask ask = (ClientRequest.Ask) FlpCodec.decodeRequest(frames);
			CallFrame call = ask.envelope().call();
			if (this.servers[server] == Condition.FULL) {
				Reply busy = Reply.failure(ReplyStatus.REJECTED, "busy", "full");
				answer(lane,
						ClientCodec.encodeReply(
								ask.envelope().with(busy.toCallFrame(call.origin(), call.number()).end()),
								ask.service(), busy.body(), true));
			}
			else if (this.servers[server] == Condition.WELL) {
				Reply ok = Reply.ok(ask.body(), null, Map.of());
				Frames reply = ClientCodec.encodeReply(
						ask.envelope().with(ok.toCallFrame(call.origin(), call.number()).end()), ask.service(),
						ok.body(), true);
				later(5 + this.random.nextInt(40), () -> answer(lane, reply));
			}
		}

		private void answer(int lane, Frames frames) {
			if (this.up.contains(lane)) {
				this.machine.onMessage(lane, frames, this.nanos);
			}
		}

	}

	/** Something that happens, in nanoseconds after the start. */
	private record Event(long at, long order, Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.at != other.at) ? Long.compare(this.at, other.at) : Long.compare(this.order, other.order);
		}

	}

}
