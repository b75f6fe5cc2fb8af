package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.pirate.OutcomeUnknownException;
import io.pirate.PirateClient;
import io.pirate.PirateException;
import io.pirate.RejectedException;
import io.pirate.ReplyParts;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Somebody dies, or does not read, amid a reply in parts. */
class StreamFaultsTest {

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(250), 3);

	private static final ServiceName ROWS = new ServiceName("rows");

	/** So long that nothing but the queue's word ends a call. */
	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(30), 2, false);

	private final Fleet fleet = new Fleet(HEARTBEAT);

	@AfterEach
	void endAll() {
		this.fleet.close();
	}

	private ChildProcess streamer(String name, String dialect, String... options) {
		List<String> all = new ArrayList<>(List.of("service=rows", "dialect=" + dialect));
		all.addAll(List.of(options));
		return this.fleet.streamer(name, all.toArray(String[]::new));
	}

	@ParameterizedTest
	@ValueSource(strings = { "MAJORDOMO_02", "MAJORDOMO_01" })
	void workerKilledAmidAReplyEndsItAndNobodyGoesOn(String dialect) {
		ChildProcess victim = streamer("victim", dialect, "delay=1");
		ChildProcess heir = streamer("heir", dialect);
		PirateClient client = this.fleet.client();
		Ending ending = takeUntil(client, 50, (parts) -> victim.kill());
		assertThat(ending.failure()).isInstanceOf(OutcomeUnknownException.class);
		assertThat(ending.duration()).isLessThan(this.fleet.intervals(HEARTBEAT.liveness() + 2));
		assertThat(heir.count("STARTED")).isZero();
		assertThat(client.snapshot().retries()).isZero();
		try (ReplyParts again = client.parts(Fleet.request(ROWS, "again:10"), PATIENT)) {
			assertThat(again.next().headers()).containsEntry("worker", "heir");
		}
	}

	@Test
	void workerFrozenAmidAReplyEndsItAndItsOtherPartsComeToNobody() {
		ChildProcess victim = streamer("victim", "MAJORDOMO_02", "delay=1");
		PirateClient client = this.fleet.client();
		Ending ending = takeUntil(client, 50, (parts) -> victim.freeze());
		assertThat(ending.failure()).isInstanceOf(OutcomeUnknownException.class);
		assertThat(ending.duration()).isLessThan(this.fleet.intervals(HEARTBEAT.liveness() + 2));
		victim.thaw();
		Awaitility.await().until(() -> victim.count("LOST") == 1 && victim.count("OVER a") == 1);
		this.fleet.queue().await("JOINED victim");
		try (ReplyParts again = client.parts(Fleet.request(ROWS, "b:200"), PATIENT)) {
			for (int i = 0; i < 200; i++) {
				assertThat(again.next().body().text(0)).isEqualTo("b:" + i);
			}
			assertThat(again.hasNext()).isFalse();
		}
	}

	@Test
	void queueKilledAmidAReplyEndsIt() {
		ChildProcess worker = streamer("worker", "MAJORDOMO_02", "delay=1", "concurrency=1");
		PirateClient client = this.fleet.client();
		Ending ending = takeUntil(client, 50, (parts) -> this.fleet.queue().kill());
		assertThat(ending.failure()).isInstanceOf(OutcomeUnknownException.class);
		assertThat(ending.duration()).isLessThan(this.fleet.intervals(HEARTBEAT.liveness() + 2));
		worker.await("OVER a");
		this.fleet.restartQueue();
		try (ReplyParts again = client.parts(Fleet.request(ROWS, "b:1"), PATIENT)) {
			assertThat(again.next().body().text(0)).isEqualTo("b:0");
		}
	}

	@Test
	void clientKilledAmidAReplyStopsTheWorker() {
		ChildProcess worker = streamer("worker", "MAJORDOMO_02", "delay=1", "concurrency=1", "capacity=1");
		ChildProcess taker = this.fleet.taker("service=rows", "count=1000000", "pause-after=10", "pause=20");
		worker.await("STARTED rows");
		taker.kill();
		worker.await("OVER rows");
		try (ReplyParts next = this.fleet.client().parts(Fleet.request(ROWS, "b:1"), PATIENT)) {
			assertThat(next.next().body().text(0)).isEqualTo("b:0");
		}
		assertThat(this.fleet.snapshot()).containsEntry("inHand", 0L).containsEntry("open", 0L);
	}

	@Test
	void foreignWorkerThatKnowsNoCreditIsStoppedAtTheLimit() {
		ChildProcess.assumePython();
		ChildProcess flood = this.fleet.majordomoWorker("rows", "--mdp", 2, "--parts", 400, "--size", 100_000,
				"--trace");
		this.fleet.queue().await("JOINED");
		PirateClient client = this.fleet.client();
		long before = Heap.of(this.fleet.queue());
		try (ReplyParts parts = client.parts(Fleet.request(ROWS, "a"), PATIENT)) {
			assertThat(parts.next().body().text(0)).startsWith("a#0");
			Awaitility.await().until(() -> this.fleet.snapshot().get("rejected") == 1);
			Throwable failure = catchThrowable(() -> parts.forEachRemaining((part) -> {
			}));
			assertThat(failure).isInstanceOf(RejectedException.class);
			assertThat(((RejectedException) failure).code()).isEqualTo("too-slow");
		}
		flood.await("ANSWERED");
		// the worker's last parts may still be on their way through the queue's socket
		Awaitility.await().untilAsserted(() -> assertThat(Heap.of(this.fleet.queue())).isLessThan(before + 4 * 1024));
		assertThat(this.fleet.snapshot()).containsEntry("inHand", 0L).containsEntry("open", 0L);
	}

	/** Takes parts of {@code a}; does something after some; takes the others. */
	private static Ending takeUntil(PirateClient client, int count, Consumer<ReplyParts> deed) {
		long begin = 0;
		try (ReplyParts parts = client.parts(Fleet.request(ROWS, "a:1000000"), PATIENT)) {
			for (int i = 0;; i++) {
				assertThat(parts.next().body().text(0)).isEqualTo("a:" + i);
				if (i == count) {
					begin = System.nanoTime();
					deed.accept(parts);
				}
			}
		}
		catch (PirateException ex) {
			return new Ending(ex, Duration.ofNanos(System.nanoTime() - begin));
		}
	}

	/**
	 * How a reply ended.
	 *
	 * @param failure how
	 * @param duration after what was done to it
	 */
	private record Ending(PirateException failure, Duration duration) {
	}

}
