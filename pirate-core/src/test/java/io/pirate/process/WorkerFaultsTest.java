package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.PirateClient;
import io.pirate.RemoteFailureException;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Workers that die, freeze, hang or crash: nobody who asks notices. */
class WorkerFaultsTest {

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(250), 3);

	private final Fleet fleet = new Fleet(HEARTBEAT);

	private final PirateClient client = this.fleet.client();

	@AfterEach
	void endAll() {
		this.fleet.close();
	}

	@Test
	void requestOfKilledWorkerIsAnsweredByAnother() {
		ChildProcess victim = this.fleet.worker("victim", "behaviour=hold");
		CompletableFuture<Reply> call = Fleet.ask(this.client, "hello", Fleet.patient());
		victim.await("STARTED hello");
		this.fleet.worker("other");
		long begin = System.nanoTime();
		victim.kill();
		assertAnsweredByOther(call, begin);
	}

	@Test
	void requestsOfFrozenWorkerAreAnsweredByAnotherAndItsLateRepliesDropped() {
		int count = 20; // more than it can send heartbeats before it registers again
		ChildProcess victim = this.fleet.worker("victim", "behaviour=hold", "concurrency=" + count);
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(Fleet.ask(this.client, "hello", Fleet.patient()));
		}
		Awaitility.await().until(() -> victim.count("STARTED") == count);
		this.fleet.worker("other");
		long begin = System.nanoTime();
		victim.freeze();
		calls.forEach((call) -> assertAnsweredByOther(call, begin));
		this.fleet.queue().await("EXPIRED victim " + count);

		victim.tell("reply");
		victim.thaw();
		this.fleet.queue().await("JOINED victim");
		Awaitility.await().until(() -> this.fleet.snapshot().get("late") >= count);
		assertThat(this.client.snapshot().lateReplies()).isZero();
	}

	private void assertAnsweredByOther(CompletableFuture<Reply> call, long begin) {
		Reply reply = call.join();
		long elapsed = System.nanoTime() - begin;
		assertThat(reply.body().text(0)).isEqualTo("hello");
		assertThat(reply.headers()).containsEntry("worker", "other").containsEntry("attempt", "1");
		assertThat(this.client.snapshot().retries()).isZero();
		assertThat(Duration.ofNanos(elapsed)).isLessThan(this.fleet.intervals(HEARTBEAT.liveness() + 2));
	}

	@Test
	void nothingIsRoutedToAnIdleWorkerThatFroze() {
		ChildProcess frozen = this.fleet.worker("frozen");
		this.fleet.worker("healthy");
		frozen.freeze();
		this.fleet.queue().await("EXPIRED frozen 0");
		for (int i = 0; i < 50; i++) {
			assertThat(Fleet.ask(this.client, "call " + i, Fleet.patient()).join().headers())
				.containsEntry("worker", "healthy")
				.containsEntry("attempt", "1");
		}
		frozen.thaw();
		this.fleet.queue().await("JOINED frozen");
		assertThat(this.fleet.snapshot()).containsEntry("redelivered", 0L);
		assertThat(frozen.count("STARTED")).isZero();
	}

	@Test
	void slowHandlerIsNotExpelledAndRunsOnce() {
		Duration longTime = this.fleet.intervals(10 * HEARTBEAT.liveness());
		ChildProcess slow = this.fleet.worker("slow", "delay=" + longTime.toMillis());
		CompletableFuture<Reply> call = Fleet.ask(this.client, "slow", Fleet.patient());
		slow.await("STARTED slow");
		ChildProcess idle = this.fleet.worker("idle");
		assertThat(call.join().headers()).containsEntry("worker", "slow").containsEntry("attempt", "1");
		assertThat(this.fleet.queue().count("EXPIRED")).isZero();
		assertThat(slow.count("STARTED") + idle.count("STARTED")).isEqualTo(1);
	}

	@Test
	void requestOfHandlerThatLoopsForEverIsAnsweredByAnother() {
		ChildProcess stuck = this.fleet.worker("stuck", "behaviour=loop", "handler-timeout=1000");
		this.fleet.worker("other");
		CompletableFuture<Reply> call = Fleet.ask(this.client, "hello", Fleet.patient());
		stuck.await("STARTED hello"); // it waits longer, so it is asked first
		assertThat(call.join().headers()).containsEntry("worker", "other").containsEntry("attempt", "1");
		assertThat(stuck.await("TIMED-OUT")).isEmpty();
		assertThat(this.client.snapshot().retries()).isZero();
	}

	@Test
	void crashLoopDisturbsNobody() {
		ChildProcess.assumePython();
		this.fleet.worker("healthy", "delay=5");
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int round = 0; round < 10; round++) {
			ChildProcess crashing = this.fleet.foreignWorker("--die-on", 1);
			this.fleet.queue().await("JOINED");
			for (int i = 0; i < 20; i++) {
				calls.add(Fleet.ask(this.client, round + "/" + i, Fleet.patient()));
			}
			assertThat(crashing.exitCode(Duration.ofSeconds(10))).isEqualTo(128 + 9);
		}
		for (CompletableFuture<Reply> call : calls) {
			assertThat(call.join().headers()).containsEntry("worker", "healthy").containsEntry("attempt", "1");
		}
		assertThat(this.client.snapshot().retries()).isZero();
	}

	@Test
	void requestThatKillsItsWorkersIsGivenUpAndTheOthersFlowOn() {
		ChildProcess.assumePython();
		CompletableFuture<Reply> poison = Fleet.ask(this.client, "poison", Fleet.patient());
		for (int delivery = 0; delivery < 3; delivery++) {
			assertThat(this.fleet.foreignWorker("--die-on", 1).exitCode(Duration.ofSeconds(10))).isEqualTo(128 + 9);
		}
		assertThatThrownBy(poison::join).cause().isInstanceOf(RemoteFailureException.class);
		this.fleet.queue().await("DEAD-LETTER 3");
		this.fleet.worker("healthy");
		assertThat(Fleet.ask(this.client, "food", Fleet.patient()).join().headers()).containsEntry("worker", "healthy");
		assertThat(this.fleet.snapshot()).containsEntry("deadLetters", 1L);
	}

	@Test
	void terminatedWorkerLeavesWithoutLosingACall() {
		ChildProcess leaving = this.fleet.worker("leaving", "delay=20");
		this.fleet.worker("staying", "delay=20");
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			calls.add(Fleet.ask(this.client, "call " + i, Fleet.patient()));
		}
		leaving.await("STARTED");
		leaving.terminate();
		for (int i = 0; i < calls.size(); i++) {
			Reply reply = calls.get(i).join();
			assertThat(reply.body().text(0)).isEqualTo("call " + i);
			assertThat(reply.headers()).containsEntry("attempt", "1");
		}
		assertThat(leaving.exitCode(Duration.ofSeconds(10))).isEqualTo(128 + 15);
		assertThat(leaving.count("CLOSED")).isEqualTo(1);
		assertThat(this.client.snapshot().retries()).isZero();
	}

}
