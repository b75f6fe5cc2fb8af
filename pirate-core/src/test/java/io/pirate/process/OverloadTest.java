package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.pirate.PirateClient;
import io.pirate.RejectedException;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ten times more requests than the workers take. */
class OverloadTest {

	private static final int WORKER_RATE = 400;

	private static final int OFFERED_RATE = 10 * WORKER_RATE;

	private static final Duration LOAD = Duration.ofSeconds(4);

	private final String filling = "x".repeat(16 * 1024);

	@Test
	void surplusIsRejectedExplicitlyAndTheQueueStaysSmallAndResponsive() {
		try (Fleet fleet = new Fleet(new HeartbeatPolicy(Duration.ofMillis(500), 3), 256, "max-waiting=1000")) {
			fleet.worker("busy", "concurrency=4", "capacity=8", "delay=10");
			PirateClient client = fleet.client();
			List<CompletableFuture<Reply>> calls = new ArrayList<>();
			Map<String, Long> worst = offer(fleet, client, calls);
			int answered = 0;
			int rejected = 0;
			for (CompletableFuture<Reply> call : calls) {
				if (wasAnswered(call)) {
					answered++;
				}
				else {
					rejected++;
				}
			}
			assertThat(answered).isGreaterThan(WORKER_RATE);
			assertThat(rejected).isGreaterThan(calls.size() / 2);
			assertThat(worst.get("took")).isLessThan(1000);
			assertThat(worst.get("heap")).isLessThan(75);
			assertThat(fleet.snapshot()).containsEntry("waiting", 0L).containsEntry("workers", 1L);
			assertThat(fleet.queue().count("EXPIRED")).isZero();
		}
	}

	@Test
	void clientThatNeverReadsDoesNotFillTheHeap() {
		ChildProcess.assumePython();
		try (Fleet fleet = new Fleet(new HeartbeatPolicy(Duration.ofMillis(500), 3), 256)) {
			fleet.worker("healthy");
			ChildProcess deaf = fleet.foreignClient("dealer_client.py", "--deaf", "--count", 1000, "--size", 500_000,
					"--pause", 0.004);
			deaf.await("SENT");
			PirateClient client = fleet.client();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fleet.snapshot().get("waiting") == 0);
			assertThat(Fleet.ask(client, "hello", Fleet.patient()).join().body().text(0)).isEqualTo("hello");
			assertThat(fleet.snapshot().get("heap")).isLessThan(75);
		}
	}

	/** Offers the load; returns the worst of what the queue said meanwhile. */
	private Map<String, Long> offer(Fleet fleet, PirateClient client, List<CompletableFuture<Reply>> calls) {
		Map<String, Long> worst = fleet.snapshot();
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < LOAD.toNanos()) {
			long due = (System.nanoTime() - begin) * OFFERED_RATE / 1_000_000_000L;
			while (calls.size() < due) {
				calls.add(Fleet.ask(client, calls.size() + this.filling, Fleet.patient()));
			}
			fleet.snapshot().forEach((name, value) -> worst.merge(name, value, Math::max));
		}
		Awaitility.await().until(() -> calls.stream().allMatch(CompletableFuture::isDone));
		return worst;
	}

	private static boolean wasAnswered(CompletableFuture<Reply> call) {
		try {
			call.join();
			return true;
		}
		catch (CompletionException ex) {
			assertThat(ex.getCause()).isInstanceOf(RejectedException.class);
			assertThat(((RejectedException) ex.getCause()).code()).isEqualTo("busy");
			return false;
		}
	}

}
