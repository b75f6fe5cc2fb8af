package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.PirateClient;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Services that are flooded or kill their workers, beside one that is well. */
class NeighboursTest {

	private static final ServiceName HEALTHY = new ServiceName("healthy");

	private static final ServiceName FLOODED = new ServiceName("flooded");

	private static final ServiceName POISONED = new ServiceName("poisoned");

	private static final int CALLERS = 4;

	private static final int MOST_WAITING = 200;

	/** Three workers have to start and to die within it. */
	private static final RetryPolicy LONG = new RetryPolicy(Duration.ofMinutes(2), 0, false);

	private final Fleet fleet = new Fleet(new HeartbeatPolicy(Duration.ofMillis(500), 3),
			"max-waiting=" + MOST_WAITING);

	private final PirateClient client = this.fleet.client();

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private final AtomicLong answered = new AtomicLong();

	private final List<Future<Long>> loads = new ArrayList<>();

	private volatile boolean ending;

	@BeforeEach
	void loadTheHealthyService() {
		this.fleet.worker("well", "service=healthy", "dialect=MAJORDOMO_02");
		for (int i = 0; i < CALLERS; i++) {
			int caller = i;
			this.loads.add(this.callers.submit(() -> call(caller)));
		}
	}

	@AfterEach
	void endAll() {
		this.ending = true;
		this.callers.shutdown();
		this.fleet.close();
	}

	@Test
	void aFloodIsRejectedWhereItIsAndNowhereElse() throws Exception {
		this.fleet.worker("slow", "service=flooded", "dialect=MAJORDOMO_02", "behaviour=hold", "concurrency=2",
				"capacity=4");
		try (PirateClient flooder = this.fleet.client()) {
			List<CompletableFuture<Reply>> flood = new ArrayList<>();
			for (int i = 0; i < 10 * MOST_WAITING; i++) {
				flood.add(Fleet.ask(flooder, FLOODED, "flood", Fleet.patient()));
			}
			Awaitility.await().until(() -> flood.stream().filter(CompletableFuture::isDone).count() > 8 * MOST_WAITING);
			assertThat(this.fleet.snapshot()).containsEntry("waiting", (long) MOST_WAITING);
			awaitAnswers(500);
			assertThat(this.fleet.snapshot().get("waiting")).isGreaterThanOrEqualTo(MOST_WAITING);
			for (CompletableFuture<Reply> call : flood) {
				assertThat(!call.isDone() || isRejected(call)).isTrue();
			}
		}
		assertHealthyWasNeverTroubled();
	}

	@Test
	void aServiceThatKillsItsWorkersKillsNobodyElse() throws Exception {
		try (PirateClient poisoner = this.fleet.client()) {
			CompletableFuture<Reply> poison = Fleet.ask(poisoner, POISONED, "poison", LONG);
			for (int delivery = 0; delivery < 3; delivery++) {
				ChildProcess victim = this.fleet.startWorker("victim", "service=poisoned", "dialect=MAJORDOMO_02",
						"behaviour=die");
				assertThat(victim.exitCode(Duration.ofSeconds(20))).isEqualTo(WorkerProcess.DEAD);
				awaitAnswers(100);
			}
			assertThat(catchThrowable(poison::join)).cause().isInstanceOf(RemoteFailureException.class);
			this.fleet.queue().await("DEAD-LETTER 3");
		}
		awaitAnswers(100);
		assertHealthyWasNeverTroubled();
	}

	private void assertHealthyWasNeverTroubled() throws Exception {
		this.ending = true;
		for (Future<Long> load : this.loads) {
			assertThat(load.get()).isPositive();
		}
		assertThat(this.client.snapshot().retries()).isZero();
		assertThat(this.fleet.queue().count("EXPIRED well") + this.fleet.queue().count("LEFT well")).isZero();
	}

	private void awaitAnswers(int count) {
		long enough = this.answered.get() + count;
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.answered.get() >= enough || this.loads.stream().anyMatch(Future::isDone));
	}

	private Long call(int caller) {
		long number = 0;
		while (!this.ending) {
			String text = caller + "-" + number++;
			Reply reply = this.client.send(Fleet.request(HEALTHY, text), Fleet.patient());
			assertThat(reply.body().text(0)).isEqualTo(text);
			assertThat(reply.headers()).containsEntry("worker", "well").containsEntry("attempt", "1");
			this.answered.incrementAndGet();
		}
		return number;
	}

	private static boolean isRejected(CompletableFuture<Reply> call) {
		return catchThrowable(call::join).getCause() instanceof RejectedException rejected
				&& rejected.code().equals("busy");
	}

}
