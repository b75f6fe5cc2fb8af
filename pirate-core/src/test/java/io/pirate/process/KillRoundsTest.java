package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.PirateClient;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.Gate;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * kill -9 again and again, by turns a worker and the queue, under load: no call is lost.
 */
class KillRoundsTest {

	private static final int ROUNDS = Gate.of(20, 500);

	private static final int CALLERS = 4;

	private static final int CALLS_BETWEEN = 20;

	private final AtomicLong answered = new AtomicLong();

	private volatile boolean ending;

	@Test
	void noCallIsLost() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try (Fleet fleet = new Fleet(new HeartbeatPolicy(Duration.ofMillis(200), 3))) {
			ChildProcess[] workers = { fleet.worker("w0", "delay=5"), fleet.worker("w1", "delay=5") };
			PirateClient client = fleet.client();
			List<Future<Long>> loads = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				int caller = i;
				loads.add(callers.submit(() -> call(client, caller)));
			}
			for (int round = 0; round < ROUNDS; round++) {
				killSomebody(fleet, workers, round);
				awaitCalls(loads, CALLS_BETWEEN);
			}
			this.ending = true;
			for (Future<Long> load : loads) {
				assertThat(load.get()).isPositive();
			}
			assertThat(client.snapshot().inFlight()).isZero();
		}
		finally {
			this.ending = true;
			callers.shutdown();
		}
	}

	private static void killSomebody(Fleet fleet, ChildProcess[] workers, int round) {
		if (round % 2 == 0) {
			int victim = (round / 2) % workers.length;
			workers[victim].kill();
			workers[victim] = fleet.startWorker("w" + victim, "delay=5");
		}
		else {
			fleet.queue().kill();
			fleet.restartQueue();
		}
	}

	private void awaitCalls(List<Future<Long>> loads, int count) {
		long enough = this.answered.get() + count;
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.answered.get() >= enough || loads.stream().anyMatch(Future::isDone));
	}

	private Long call(PirateClient client, int caller) {
		long number = 0;
		while (!this.ending) {
			String text = caller + "-" + number++;
			Reply reply = client.send(Fleet.request(text), Fleet.stubborn());
			assertThat(reply.body().text(0)).isEqualTo(text);
			this.answered.incrementAndGet();
		}
		return number;
	}

}
