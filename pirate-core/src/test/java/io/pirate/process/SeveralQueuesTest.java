package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two queues, one of which is killed, frozen or restarted, in turns and under load: no
 * call fails, nobody waits long, and what no trouble touched runs once.
 */
class SeveralQueuesTest {

	private static final int ROUNDS = Boolean.getBoolean("pirate.long") ? 60 : 20;

	private static final int CALLERS = 64;

	private static final int CALLS_BETWEEN = 3 * CALLERS;

	private static final int WORKERS = 4;

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(500), 3);

	/** (liveness + 1) × interval. */
	private static final Duration LONGEST_WAIT = Duration.ofMillis(2000);

	private static final Duration FROZEN = Duration.ofMillis(1800);

	private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();

	private final AtomicInteger answered = new AtomicInteger();

	private final List<Trouble> troubles = new ArrayList<>();

	private volatile boolean ending;

	@Test
	void noCallFailsWhateverHappensToOneQueueAtATime() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try (Twins twins = new Twins(2, HEARTBEAT); PirateClient client = client(twins)) {
			for (int i = 0; i < WORKERS; i++) {
				twins.startWorker("w" + i, "behaviour=audit", "delay=20");
			}
			awaitAll(twins, client);
			List<Future<Integer>> loads = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				int caller = i;
				loads.add(callers.submit(() -> call(client, caller)));
			}
			for (int round = 0; round < ROUNDS; round++) {
				trouble(twins, client, round);
			}
			this.ending = true;
			for (Future<Integer> load : loads) {
				assertThat(load.get()).isPositive();
			}
			check(twins, client.snapshot());
		}
		finally {
			this.ending = true;
			callers.shutdown();
		}
	}

	private static PirateClient client(Twins twins) {
		ClientOptions usual = ClientOptions.of(twins.frontends().toArray(String[]::new));
		PirateClient client = new PirateClient(
				new ClientOptions(usual.endpoints(), usual.protocol(), usual.lane(), RetryPolicy.DEFAULT, HEARTBEAT,
						usual.maxInFlight(), usual.maxMessageSize(), usual.compact()),
				PirateListener.NONE, Runnable::run);
		client.start();
		return client;
	}

	private static void awaitAll(Twins twins, PirateClient client) {
		twins.awaitWorkers(0);
		twins.awaitWorkers(1);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> client.snapshot().endpoints().stream().allMatch(ClientSnapshot.EndpointView::connected));
	}

	private void trouble(Twins twins, PirateClient client, int round) {
		int victim = round % 2;
		long begin = System.nanoTime();
		switch (round % 3) {
			case 0 -> {
				twins.queue(victim).kill();
				twins.restart(victim);
			}
			case 1 -> {
				twins.queue(victim).freeze();
				Awaitility.await().until(() -> System.nanoTime() - begin >= FROZEN.toNanos());
				twins.queue(victim).thaw();
			}
			default -> {
				twins.queue(victim).terminate();
				twins.queue(victim).exitCode(Duration.ofSeconds(20));
				twins.restart(victim);
			}
		}
		awaitAll(twins, client);
		this.troubles.add(new Trouble(round % 3, begin, System.nanoTime()));
		int enough = this.answered.get() + CALLS_BETWEEN;
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.answered.get() >= enough || this.ending);
	}

	private int call(PirateClient client, int caller) {
		int number = 0;
		while (!this.ending) {
			String text = caller + "-" + number++;
			long begin = System.nanoTime();
			Reply reply = client.send(Fleet.request(text), RetryPolicy.DEFAULT);
			this.answered.incrementAndGet();
			this.asked.add(new Asked(text, begin, System.nanoTime()));
			assertThat(reply.body().text(0)).isEqualTo(text);
		}
		return number;
	}

	private void check(Twins twins, ClientSnapshot snapshot) {
		assertThat(snapshot.inFlight()).isZero();
		Map<String, List<String>> runs = new HashMap<>();
		for (String run : twins.fromWorkers("RAN ")) {
			String[] words = run.split(" ");
			runs.computeIfAbsent(words[1], (text) -> new ArrayList<>()).add(words[0]);
		}
		long slowest = 0;
		long untouched = 0;
		for (Asked call : this.asked) {
			slowest = Math.max(slowest, call.endNanos() - call.beginNanos());
			List<String> attempts = runs.get(call.text());
			assertThat(attempts).as("attempts of %s that ran", call.text()).isNotEmpty();
			List<Trouble> touching = this.troubles.stream().filter((trouble) -> trouble.touches(call)).toList();
			if (touching.isEmpty()) {
				untouched++;
				assertThat(attempts).as("%s, which nothing disturbed", call.text()).containsExactly("1");
			}
			else if (touching.stream().noneMatch(Trouble::isFrozen)) {
				// only what was frozen for as long as a worker waits may redeliver
				assertThat(attempts).as("attempts of %s that ran", call.text()).doesNotHaveDuplicates();
			}
		}
		System.out.printf("%d calls, %d of them undisturbed, %d retries, slowest %d ms%n", this.asked.size(), untouched,
				snapshot.retries(), slowest / 1_000_000);
		assertThat(untouched).isGreaterThan(ROUNDS);
		assertThat(slowest).as("nanoseconds the slowest call took").isLessThan(LONGEST_WAIT.toNanos());
		assertThat(snapshot.retries()).as("at most what was on its way")
			.isLessThanOrEqualTo((long) CALLERS * this.troubles.size());
	}

	/**
	 * A call that was answered.
	 *
	 * @param text its body
	 * @param beginNanos when it was made
	 * @param endNanos when it was answered
	 */
	private record Asked(String text, long beginNanos, long endNanos) {
	}

	/**
	 * Something that happened to a queue.
	 *
	 * @param kind 0 killed, 1 frozen, 2 restarted
	 * @param beginNanos when
	 * @param endNanos when all was well again
	 */
	private record Trouble(int kind, long beginNanos, long endNanos) {

		boolean isFrozen() {
			return this.kind == 1;
		}

		boolean touches(Asked call) {
			return call.beginNanos() - this.endNanos < 0 && call.endNanos() - this.beginNanos > 0;
		}

	}

}
