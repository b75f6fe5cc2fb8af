package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.PirateClient;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A queue that dies or freezes: everything comes back by itself. */
class QueueFaultsTest {

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	private final Fleet fleet = new Fleet(HEARTBEAT);

	private final PirateClient client = this.fleet.client();

	@AfterEach
	void endAll() {
		this.fleet.close();
	}

	@Test
	void callsOfKilledQueueAreAnsweredAfterItsRestart() {
		this.fleet.worker("one", "delay=50");
		ChildProcess two = this.fleet.worker("two", "delay=50");
		List<CompletableFuture<Reply>> pending = ask(50);
		two.await("STARTED");
		this.fleet.queue().kill();
		pending.addAll(ask(50));
		this.fleet.restartQueue();
		assertAllAnswered(pending);
		this.fleet.awaitWorkers(2);
		long retries = this.client.snapshot().retries();
		assertAllAnswered(ask(50));
		assertThat(this.client.snapshot().retries()).isEqualTo(retries);
	}

	@Test
	void nobodyIsExpelledAfterTheQueueWasFrozen() {
		this.fleet.worker("one", "delay=50");
		this.fleet.worker("two", "delay=50");
		assertAllAnswered(ask(20));
		List<CompletableFuture<Reply>> pending = ask(20);
		freezeFor(this.fleet.intervals(4 * HEARTBEAT.liveness()));
		assertAllAnswered(pending);
		this.fleet.awaitWorkers(2);
		assertAllAnswered(ask(20));
		assertThat(this.fleet.queue().count("EXPIRED")).isZero();
	}

	private void freezeFor(Duration pause) {
		this.fleet.queue().freeze();
		long begin = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - begin >= pause.toNanos());
		this.fleet.queue().thaw();
	}

	private List<CompletableFuture<Reply>> ask(int count) {
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(Fleet.ask(this.client, "call " + i, Fleet.stubborn()));
		}
		return calls;
	}

	private static void assertAllAnswered(List<CompletableFuture<Reply>> calls) {
		for (CompletableFuture<Reply> call : calls) {
			assertThat(call.join().body().text(0)).startsWith("call ");
		}
	}

}
