package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.testing.Gate;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two queues, one of which is killed, frozen or restarted, in turns and under load: no
 * call fails, nobody waits long, what no trouble touched runs once, and what runs twice
 * does so after a stated time. One client moves its calls at once, the other one waits
 * until their handlers must have ended.
 */
class SeveralQueuesTest {

	private static final int ROUNDS = Gate.of(20, 60);

	private static final int CALLERS = 64;

	private static final int CALLS_BETWEEN = 3 * CALLERS;

	private static final int WORKERS = 4;

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(500), 3);

	/** (liveness + 1) × interval. */
	private static final Duration LONGEST_WAIT = Duration.ofMillis(2000);

	private static final Duration FROZEN = Duration.ofMillis(1800);

	/** No silence ends a connection before: half of liveness × interval, roughly. */
	private static final Duration SHORTEST_SILENCE = Duration.ofMillis(700);

	/** Much more than any handler takes. */
	private static final Duration DELAY = Duration.ofMillis(500);

	private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();

	private final AtomicInteger answered = new AtomicInteger();

	private final List<Trouble> troubles = new ArrayList<>();

	private volatile boolean ending;

	@Test
	void noCallFailsWhateverHappensToOneQueueAtATime() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try (Twins twins = new Twins(2, HEARTBEAT);
				PirateClient hasty = client(twins, Duration.ZERO);
				PirateClient patient = client(twins, DELAY)) {
			for (int i = 0; i < WORKERS; i++) {
				twins.startWorker("w" + i, "behaviour=audit", "delay=20");
			}
			awaitAll(twins, hasty, patient);
			List<Future<Integer>> loads = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				int caller = i;
				loads.add(callers.submit(() -> call(isPatient(caller) ? patient : hasty, caller)));
			}
			for (int round = 0; round < ROUNDS; round++) {
				trouble(twins, round, hasty, patient);
			}
			this.ending = true;
			for (Future<Integer> load : loads) {
				assertThat(load.get()).isPositive();
			}
			check(twins, hasty.snapshot().retries(), patient.snapshot().retries());
			assertThat(hasty.snapshot().inFlight() + patient.snapshot().inFlight()).isZero();
		}
		finally {
			this.ending = true;
			callers.shutdown();
		}
	}

	private static boolean isPatient(int caller) {
		return caller >= CALLERS / 2;
	}

	private static PirateClient client(Twins twins, Duration failoverDelay) {
		ClientOptions usual = ClientOptions.of(twins.frontends().toArray(String[]::new));
		PirateClient client = new PirateClient(
				new ClientOptions(usual.endpoints(), usual.protocol(), usual.lane(), RetryPolicy.DEFAULT, HEARTBEAT,
						usual.maxInFlight(), usual.maxMessageSize(), usual.compact())
					.withFailoverDelay(failoverDelay),
				PirateListener.NONE, Runnable::run);
		client.start();
		return client;
	}

	private static void awaitAll(Twins twins, PirateClient... clients) {
		twins.awaitWorkers(0);
		twins.awaitWorkers(1);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> Stream.of(clients)
				.allMatch((client) -> client.snapshot()
					.endpoints()
					.stream()
					.allMatch(ClientSnapshot.EndpointView::connected)));
	}

	private void trouble(Twins twins, int round, PirateClient... clients) {
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
		awaitAll(twins, clients);
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
			this.asked.add(new Asked(text, isPatient(caller), begin, System.nanoTime()));
			assertThat(reply.body().text(0)).isEqualTo(text);
		}
		return number;
	}

	private void check(Twins twins, long hastyRetries, long patientRetries) {
		Map<String, List<Run>> runs = new HashMap<>();
		for (String line : twins.fromWorkers("RAN ")) {
			String[] words = line.split(" ");
			runs.computeIfAbsent(words[1], (text) -> new ArrayList<>())
				.add(new Run(words[0], Long.parseLong(words[2]), Long.parseLong(words[3])));
		}
		long slowest = 0;
		long untouched = 0;
		long twice = 0;
		for (Asked call : this.asked) {
			slowest = Math.max(slowest, call.waitedNanos());
			List<Run> mine = runs.get(call.text());
			assertThat(mine).as("runs of %s", call.text()).isNotEmpty();
			List<Trouble> touching = this.troubles.stream().filter((trouble) -> trouble.touches(call)).toList();
			untouched += touching.isEmpty() ? 1 : 0;
			twice += (mine.size() > 1) ? 1 : 0;
			check(call, mine, touching);
		}
		System.out.printf("%d calls, %d of them undisturbed, %d and %d retries, %d ran twice, slowest %d ms%n",
				this.asked.size(), untouched, hastyRetries, patientRetries, twice, slowest / 1_000_000);
		assertThat(untouched).isGreaterThan(ROUNDS);
		assertThat(slowest).as("nanoseconds the slowest call took").isLessThan(LONGEST_WAIT.toNanos());
		assertThat(hastyRetries).isPositive();
		assertThat(patientRetries).isPositive();
		assertThat(hastyRetries + patientRetries).as("at most what was on its way")
			.isLessThanOrEqualTo((long) CALLERS * this.troubles.size());
	}

	private static void check(Asked call, List<Run> runs, List<Trouble> touching) {
		if (touching.isEmpty()) {
			assertThat(runs).as("%s, which nothing disturbed", call.text())
				.extracting(Run::attempt)
				.containsExactly("1");
			return;
		}
		boolean frozen = touching.stream().anyMatch(Trouble::isFrozen);
		if (!frozen) {
			// only what was frozen for as long as a worker waits may redeliver
			assertThat(runs).as("attempts of %s that ran", call.text())
				.extracting(Run::attempt)
				.doesNotHaveDuplicates();
		}
		runs.sort(Comparator.comparingLong(Run::beginNanos));
		for (int i = 1; i < runs.size(); i++) {
			long begin = runs.get(i).beginNanos();
			assertThat(touching).as("%s runs again after a stated time: %s", call, runs)
				.anyMatch((trouble) -> begin - trouble.beginNanos() >= trouble.statedNanos(call.patient()));
			if (call.patient() && !frozen) {
				assertThat(begin - runs.get(i - 1).endNanos()).as("%s runs in one place at a time: %s", call, runs)
					.isPositive();
			}
		}
	}

	/**
	 * A call that was answered.
	 *
	 * @param text its body
	 * @param patient whether it stays for a while where it was lost
	 * @param beginNanos when it was made
	 * @param endNanos when it was answered
	 */
	private record Asked(String text, boolean patient, long beginNanos, long endNanos) {

		/** Beyond what it was told to wait. */
		long waitedNanos() {
			return this.endNanos - this.beginNanos - (this.patient ? DELAY.toNanos() : 0);
		}

	}

	/**
	 * A handler's work for a call.
	 *
	 * @param attempt which attempt it saw
	 * @param beginNanos when it began
	 * @param endNanos when it had ended
	 */
	private record Run(String attempt, long beginNanos, long endNanos) {
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

		/** Nobody begins anew what was there before so much time has passed. */
		long statedNanos(boolean patient) {
			return (isFrozen() ? SHORTEST_SILENCE.toNanos() : 0) + (patient ? DELAY.toNanos() : 0);
		}

		boolean touches(Asked call) {
			return call.beginNanos() - this.endNanos < 0 && call.endNanos() - this.beginNanos > 0;
		}

	}

}
