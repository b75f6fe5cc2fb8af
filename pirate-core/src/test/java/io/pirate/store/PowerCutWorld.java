package io.pirate.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import io.pirate.machine.Execution;
import io.pirate.machine.TitanicEvents;
import io.pirate.machine.TitanicRequest;
import io.pirate.machine.TitanicSettings;
import io.pirate.store.SimulatedDisk.Point;
import io.pirate.store.SimulatedDisk.PowerCut;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;

/**
 * Clients, workers and a Titanic under a virtual clock, with a disk that fails and a
 * power supply that is cut, all by one seed.
 */
final class PowerCutWorld implements Courier {

	private static final int CLIENTS = 40;

	private static final int PATIENCE_MILLIS = 150;

	private static final int MAX_DELIVERIES = 3;

	private static final TitanicSettings SETTINGS = new TitanicSettings(4, Duration.ofMillis(5), Duration.ofMillis(50),
			MAX_DELIVERIES, Duration.ofDays(1), Duration.ofDays(1), 1000, 1000);

	private final Random random;

	private final SimulatedDisk disk = new SimulatedDisk();

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private long now = 1_000_000_000L;

	private long order;

	private int life;

	private TitanicEngine engine;

	private boolean calm;

	private boolean broken;

	private int ids;

	/** What clients know: id to the body they sent. */
	private final Map<String, String> acked = new HashMap<>();

	private final Set<Integer> satisfied = new HashSet<>();

	private final Map<String, String> keys = new HashMap<>();

	private final Set<String> closed = new HashSet<>();

	/** Whose closing may be on the disk although nobody was told so. */
	private final Set<String> closing = new HashSet<>();

	private final Map<String, Integer> lost = new HashMap<>();

	private final Map<String, Integer> executed = new HashMap<>();

	int cuts;

	int failures;

	/** Something that happens later. */
	private record Event(long at, long order, Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.at != other.at) ? Long.compare(this.at, other.at) : Long.compare(this.order, other.order);
		}

	}

	PowerCutWorld(long seed, boolean lyingDisk) {
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
		this.disk.lies = lyingDisk;
		for (int i = 0; i < CLIENTS; i++) {
			int client = i;
			later(this.random.nextInt(200), () -> submit(client));
		}
	}

	private void later(long millis, Runnable action) {
		this.events.add(new Event(this.now + millis * 1_000_000, this.order++, action));
	}

	private void submit(int client) {
		String key = (client % 8 == 0) ? "key" + client % 16 : null;
		String body = (key != null) ? key : "body" + client;
		Request request = new Request(new ServiceName("service" + client % 3), Frames.ofText(body), null,
				(key != null) ? Map.of(TspCodec.IDEMPOTENCY_KEY, key) : Map.of());
		boolean[] answered = new boolean[1];
		this.engine.submit(request, (reply) -> {
			answered[0] = true;
			onSubmitted(client, request, key, body, reply);
		});
		// whoever gets no answer asks again
		later(PATIENCE_MILLIS, () -> {
			if (!answered[0]) {
				submit(client);
			}
		});
	}

	private void onSubmitted(int client, Request request, String key, String body, TspReply reply) {
		if (!(reply instanceof TspReply.Stored stored)) {
			later(20, () -> submit(client));
			return;
		}
		if (this.broken) {
			throw new AssertionError("acknowledged after the disk had failed");
		}
		this.acked.put(stored.id(), body);
		this.satisfied.add(client);
		if (key != null) {
			String before = this.keys.putIfAbsent(key + request.service(), stored.id());
			if (before != null && !before.equals(stored.id())) {
				throw new AssertionError("two tickets for " + key);
			}
		}
		else if (client % 5 == 0) {
			later(this.random.nextInt(100), () -> close(stored.id()));
		}
	}

	private void close(String id) {
		this.closing.add(id);
		boolean[] answered = new boolean[1];
		later(PATIENCE_MILLIS, () -> {
			if (!answered[0]) {
				close(id);
			}
		});
		this.engine.close(id, (reply) -> {
			answered[0] = true;
			if (reply instanceof TspReply.Closed) {
				this.closed.add(id);
			}
			else {
				later(20, () -> close(id));
			}
		});
	}

	@Override
	public Runnable deliver(TitanicRequest request, boolean alone, Consumer<Execution> whenEnded) {
		boolean[] recalled = new boolean[1];
		int pause = this.calm ? 0 : this.random.nextInt(10);
		later(pause, () -> {
			if (recalled[0]) {
				whenEnded.accept(Execution.NotTaken.INSTANCE);
			}
			else {
				run(request, whenEnded);
			}
		});
		return () -> recalled[0] = true;
	}

	/** A worker has it. */
	private void run(TitanicRequest request, Consumer<Execution> whenEnded) {
		this.executed.merge(request.id(), 1, Integer::sum);
		int chance = this.calm ? 0 : this.random.nextInt(100);
		later(1 + this.random.nextInt(20), () -> {
			if (chance < 70) {
				whenEnded.accept(new Execution.Answered(
						Reply.ok(Frames.ofText("done " + request.request().body().text(0)), null, Map.of())));
			}
			else if (chance < 85) {
				this.lost.merge(request.id(), 1, Integer::sum);
				whenEnded.accept(Execution.Lost.INSTANCE);
			}
			else {
				whenEnded.accept(Execution.NotTaken.INSTANCE);
			}
		});
	}

	@Override
	public void probe(ServiceName service, Consumer<Boolean> whenKnown) {
		boolean served = this.calm || this.random.nextInt(100) < 80;
		later(1, () -> whenKnown.accept(served));
	}

	/** Runs through the faults, then until everything has ended, then judges. */
	void run() {
		start();
		long end = this.now + 400_000_000L;
		while (this.now - end < 0) {
			step();
		}
		this.calm = true;
		start();
		for (int i = 0; i < 20_000 && isUnfinished(); i++) {
			step();
		}
		judge();
	}

	private boolean isUnfinished() {
		return !this.events.isEmpty()
				|| this.disk.durable.values().stream().anyMatch((row) -> row.isWaiting() || row.closed());
	}

	/** A new life on the same disk. */
	private void start() {
		boolean open = false;
		while (!open) {
			this.disk.powerOn();
			this.broken = false;
			this.life++;
			int mine = this.life;
			this.engine = new TitanicEngine(SETTINGS, Duration.ofDays(1), 1000, this.disk.store(this::strike),
					new Living(mine), new TitanicEvents() {
					}, this::newId, this.random::nextDouble, () -> this.now);
			try {
				this.engine.open();
				open = true;
			}
			catch (PowerCut | StoreException ex) {
				this.cuts++;
			}
		}
	}

	private String newId() {
		return String.format("%032x", ++this.ids);
	}

	private void step() {
		Event next = this.events.peek();
		long deadline = this.engine.nextDeadline(this.now);
		long until = (next != null && next.at() - deadline < 0) ? next.at() : deadline;
		this.now = Math.max(this.now, Math.min(until, this.now + 50_000_000));
		while (next != null && next.at() - this.now <= 0) {
			this.events.remove().action().run();
			next = this.events.peek();
		}
		try {
			while (this.engine.turn(this.now)) {
				this.now += 10_000;
			}
		}
		catch (PowerCut ex) {
			this.cuts++;
			start();
		}
		if (this.broken && (this.calm || this.random.nextInt(10) == 0)) {
			start();
		}
	}

	private void strike(Point point) {
		if (this.calm) {
			return;
		}
		int chance = this.random.nextInt(1000);
		if (chance < 25) {
			throw new PowerCut();
		}
		if (chance < 45) {
			this.failures++;
			StoreTrouble[] all = StoreTrouble.values();
			StoreTrouble trouble = all[this.random.nextInt(all.length)];
			boolean maybe = point == Point.AFTER_COMMIT;
			if (maybe && trouble != StoreTrouble.FATAL) {
				trouble = StoreTrouble.DISCONNECTED;
			}
			this.broken = trouble == StoreTrouble.FATAL && point != Point.OPEN;
			throw new StoreException(trouble, "struck at " + point, null);
		}
	}

	private void judge() {
		Map<String, SimulatedDisk.Row> rows = this.disk.durable;
		for (SimulatedDisk.Row row : rows.values()) {
			if (row.isWaiting() || row.closed()) {
				throw new AssertionError("an orphan: " + row);
			}
			if (row.dead() && this.lost.getOrDefault(row.id(), 0) < MAX_DELIVERIES) {
				throw new AssertionError("given up too early: " + row);
			}
			if (SimulatedDisk.isAnswered(row) && this.executed.getOrDefault(row.id(), 0) == 0) {
				throw new AssertionError("answered by nobody: " + row);
			}
		}
		this.acked.forEach((id, body) -> {
			SimulatedDisk.Row row = rows.get(id);
			if (this.closed.contains(id)) {
				if (row != null) {
					throw new AssertionError("closed, but there: " + row);
				}
			}
			else if (row == null && !this.closing.contains(id)) {
				throw new AssertionError("acknowledged and lost: " + id);
			}
			else if (row != null && SimulatedDisk.isAnswered(row) && !row.end().body().text(0).equals("done " + body)) {
				throw new AssertionError("another's reply: " + row);
			}
		});
		if (!this.closed.equals(this.closing) || this.satisfied.size() != CLIENTS) {
			throw new AssertionError("not everybody was answered in the end");
		}
	}

	/** What a life sends is not answered in the next one. */
	private final class Living implements Courier {

		private final int mine;

		Living(int mine) {
			this.mine = mine;
		}

		@Override
		public Runnable deliver(TitanicRequest request, boolean alone, Consumer<Execution> whenEnded) {
			return PowerCutWorld.this.deliver(request, alone, (execution) -> {
				if (this.mine == PowerCutWorld.this.life) {
					whenEnded.accept(execution);
				}
			});
		}

		@Override
		public void probe(ServiceName service, Consumer<Boolean> whenKnown) {
			PowerCutWorld.this.probe(service, (served) -> {
				if (this.mine == PowerCutWorld.this.life) {
					whenKnown.accept(served);
				}
			});
		}

	}

}
