package io.pirate.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.QueueOptions;
import io.pirate.TitanicClient;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.RetryPolicy;
import io.pirate.testing.Gate;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that share a memory of replies are killed at random moments. What is promised:
 * once the reply of a call is kept, the call does not run again, whoever asks and however
 * often, and its effect is the last one; it has run more often only if a worker was
 * killed between the effect and the keeping of the reply.
 */
class OnceKillRoundsTest {

	private static final int ROUNDS = Gate.of(20, 500);

	private static final int CALLS = 40;

	private static final int WORKERS = 4;

	private static final int CONCURRENCY = 16;

	private static final ServiceName ORDERS = new ServiceName("orders");

	/** Nobody gives up because workers die, however many do. */
	private static final int MANY_DELIVERIES = 10_000;

	private static final RetryPolicy STUBBORN = new RetryPolicy(Duration.ofSeconds(5), 60, false);

	private final PirateQueue queue = new PirateQueue(
			QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*").with(settings()), PirateListener.NONE);

	private final List<ChildProcess> workers = new ArrayList<>();

	private final List<String> names = new ArrayList<>();

	private final Set<String> killed = new HashSet<>();

	@TempDir
	private Path directory;

	private static QueueSettings settings() {
		QueueSettings usual = QueueSettings.defaults(256L * 1024 * 1024);
		return new QueueSettings(new HeartbeatPolicy(Duration.ofMillis(200), 5), usual.maxWaiting(),
				usual.maxWaitingBytes(), usual.maxCapacity(), usual.maxServices(), usual.maxWorkers(),
				usual.requestTtl(), MANY_DELIVERIES, usual.replyCache(), usual.replyCacheBytes(), usual.deadLetters(),
				usual.compact());
	}

	@AfterEach
	void end() {
		this.workers.forEach(ChildProcess::close);
		this.queue.close();
	}

	private ChildProcess start(String name) {
		return ChildProcess.java(OnceProcess.class, 64,
				List.of("file=" + file(), "name=" + name, "endpoint=" + this.queue.backend(), "service=" + ORDERS,
						"dialect=MAJORDOMO_02", "interval=200", "liveness=5", "concurrency=" + CONCURRENCY));
	}

	private Path file() {
		return this.directory.resolve("once.db");
	}

	@Test
	void noCallRunsAgainOnceItsReplyIsKept() throws Exception {
		DataSource database = OnceProcess.prepare(file());
		this.queue.start();
		for (int i = 0; i < WORKERS; i++) {
			this.names.add("w" + i);
			this.workers.add(start("w" + i));
		}
		Map<String, CompletableFuture<String>> replies = new LinkedHashMap<>();
		try (PirateClient client = new PirateClient(ClientOptions.of(this.queue.frontend()), PirateListener.NONE,
				ForkJoinPool.commonPool())) {
			client.start();
			Random random = new Random(11);
			for (int round = 0; round < ROUNDS; round++) {
				Semaphore answered = new Semaphore(0);
				for (int i = 0; i < CALLS; i++) {
					String call = "r" + round + "-" + i;
					CompletableFuture<String> reply = ask(client, call);
					replies.put(call, reply);
					reply.thenRun(answered::release);
				}
				int slot = round % WORKERS;
				this.workers.get(slot).await("REGISTERED");
				// what the earlier ones have left may have to wait for their leases
				answered.acquire(1 + random.nextInt(CALLS / 4));
				kill(slot, "w" + (WORKERS + round));
			}
			Map<String, String> first = new HashMap<>();
			for (Map.Entry<String, CompletableFuture<String>> each : replies.entrySet()) {
				first.put(each.getKey(), each.getValue().get());
			}
			long runs = effects(database).values().stream().mapToLong(List::size).sum();
			for (Map.Entry<String, String> each : first.entrySet()) {
				replies.put(each.getKey(), ask(client, each.getKey()));
			}
			for (Map.Entry<String, CompletableFuture<String>> each : replies.entrySet()) {
				assertThat(each.getValue().get()).as(each.getKey()).isEqualTo(first.get(each.getKey()));
			}
			Map<String, List<Effect>> effects = effects(database);
			assertThat(effects.values().stream().mapToLong(List::size).sum()).as("runs after the replies")
				.isEqualTo(runs);
			judge(effects, first);
		}
	}

	private void kill(int slot, String successor) {
		this.workers.get(slot).kill();
		this.killed.add(this.names.set(slot, successor));
		this.workers.set(slot, start(successor));
	}

	private static CompletableFuture<String> ask(PirateClient client, String call) {
		Request request = new Request(ORDERS, Frames.ofText(call), null, Map.of(TitanicClient.IDEMPOTENCY_KEY, call));
		return client.sendAsync(request, STUBBORN).thenApply(Reply::body).thenApply((body) -> body.text(0));
	}

	private void judge(Map<String, List<Effect>> effects, Map<String, String> replies) {
		assertThat(effects.keySet()).isEqualTo(replies.keySet());
		Map<String, Integer> inVain = new HashMap<>();
		effects.forEach((call, runs) -> {
			Effect last = runs.get(runs.size() - 1);
			assertThat(last.number()).as("the effect of %s is its reply's: %s", call, runs)
				.isEqualTo(replies.get(call));
			for (Effect earlier : runs.subList(0, runs.size() - 1)) {
				assertThat(this.killed).as("who ran %s in vain: %s", call, runs).contains(earlier.worker());
				inVain.merge(earlier.worker(), 1, Integer::sum);
			}
		});
		inVain.forEach((worker, runs) -> assertThat(runs).as("what %s had in its hands", worker)
			.isLessThanOrEqualTo(CONCURRENCY));
	}

	/** What each call has done, in order. */
	private static Map<String, List<Effect>> effects(DataSource database) throws SQLException {
		Map<String, List<Effect>> effects = new HashMap<>();
		try (Connection connection = database.getConnection();
				var statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT call_text, number, worker FROM effect ORDER BY number")) {
			while (rows.next()) {
				effects.computeIfAbsent(rows.getString(1), (call) -> new ArrayList<>())
					.add(new Effect(rows.getString(2), rows.getString(3)));
			}
		}
		return effects;
	}

	private record Effect(String number, String worker) {
	}

}
