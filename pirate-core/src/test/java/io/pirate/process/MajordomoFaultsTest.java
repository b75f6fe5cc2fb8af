package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.pirate.OutcomeUnknownException;
import io.pirate.PirateClient;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Workers of named services that die or freeze, and their queue: nobody who asks notices,
 * and no other service is troubled.
 */
class MajordomoFaultsTest {

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(250), 3);

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final ServiceName OTHER = new ServiceName("other");

	private final Fleet fleet = new Fleet(HEARTBEAT);

	/** A version of the protocol, spoken by all. */
	enum Version {

		MDP01(WorkerDialect.MAJORDOMO_01, ClientProtocol.MDP01), MDP02(WorkerDialect.MAJORDOMO_02, ClientProtocol.AUTO);

		private final String dialect;

		private final ClientProtocol protocol;

		Version(WorkerDialect dialect, ClientProtocol protocol) {
			this.dialect = "dialect=" + dialect;
			this.protocol = protocol;
		}

	}

	@AfterEach
	void endAll() {
		this.fleet.close();
	}

	private ChildProcess worker(Version version, ServiceName service, String name, String... options) {
		List<String> all = new ArrayList<>(List.of("service=" + service, version.dialect));
		all.addAll(List.of(options));
		return this.fleet.worker(name, all.toArray(String[]::new));
	}

	@ParameterizedTest
	@EnumSource
	void requestOfKilledWorkerIsAnsweredByAnotherOfItsServiceUnlessItMayRunOnlyOnce(Version version) {
		PirateClient client = this.fleet.client(version.protocol);
		ChildProcess stranger = worker(version, OTHER, "stranger");
		ChildProcess victim = worker(version, ECHO, "victim", "behaviour=hold");
		CompletableFuture<Reply> call = Fleet.ask(client, ECHO, "hello", Fleet.patient());
		victim.await("STARTED hello");
		CompletableFuture<Reply> once = Fleet.ask(client, ECHO, "once",
				new RetryPolicy(Duration.ofSeconds(20), 3, true));
		victim.await("STARTED once");
		ChildProcess heir = worker(version, ECHO, "heir");
		long begin = System.nanoTime();
		victim.kill();
		assertAnsweredByHeir(client, call, begin);
		assertThatThrownBy(once::join).cause().isInstanceOf(OutcomeUnknownException.class);
		assertThat(Duration.ofNanos(System.nanoTime() - begin))
			.isLessThan(this.fleet.intervals(HEARTBEAT.liveness() + 2));
		assertThat(heir.count("STARTED once")).isZero();
		assertThat(stranger.count("STARTED")).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void requestsOfFrozenWorkerAreAnsweredByAnotherAndItsLateRepliesDropped(Version version) {
		int count = 20; // more than it can send heartbeats before it registers again
		PirateClient client = this.fleet.client(version.protocol);
		ChildProcess stranger = worker(version, OTHER, "stranger");
		ChildProcess victim = worker(version, ECHO, "victim", "behaviour=hold", "concurrency=" + count);
		victim.await("REGISTERED");
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(Fleet.ask(client, ECHO, "hello", Fleet.patient()));
		}
		Awaitility.await().until(() -> victim.count("STARTED") == count);
		worker(version, ECHO, "heir");
		long begin = System.nanoTime();
		victim.freeze();
		calls.forEach((call) -> assertAnsweredByHeir(client, call, begin));
		this.fleet.queue().await("EXPIRED victim " + count);
		assertThat(stranger.count("STARTED")).isZero();

		victim.tell("reply");
		victim.thaw();
		assertThat(victim.await("LOST")).contains("disconnected");
		this.fleet.queue().await("JOINED victim");
		victim.await("REGISTERED");
		Awaitility.await().until(() -> lateReplies(victim) >= count);
		assertThat(client.snapshot().lateReplies()).isZero();
		assertThat(Fleet.ask(client, ECHO, "again", Fleet.patient()).join().headers()).containsEntry("attempt", "1");
	}

	/** By either side: whether DISCONNECT or they were first is chance. */
	private long lateReplies(ChildProcess worker) {
		worker.tell("DROPPED");
		Map<String, Long> queue = this.fleet.snapshot();
		return Long.parseLong(worker.await("DROPPED")) + queue.get("late") + queue.get("unexpected");
	}

	private void assertAnsweredByHeir(PirateClient client, CompletableFuture<Reply> call, long begin) {
		Reply reply = call.join();
		long elapsed = System.nanoTime() - begin;
		assertThat(reply.body().text(0)).isEqualTo("hello");
		assertThat(reply.headers()).containsEntry("worker", "heir").containsEntry("attempt", "1");
		assertThat(client.snapshot().retries()).isZero();
		assertThat(Duration.ofNanos(elapsed)).isLessThan(this.fleet.intervals(HEARTBEAT.liveness() + 2));
	}

	@ParameterizedTest
	@EnumSource
	void servicesComeBackAfterTheQueueWasKilled(Version version) {
		PirateClient client = this.fleet.client(version.protocol);
		worker(version, OTHER, "stranger", "delay=50");
		ChildProcess worker = worker(version, ECHO, "worker", "delay=50");
		List<CompletableFuture<Reply>> pending = askBoth(client, 25);
		worker.await("STARTED");
		this.fleet.queue().kill();
		pending.addAll(askBoth(client, 25));
		this.fleet.restartQueue();
		assertAllAnswered(pending);
		this.fleet.awaitWorkers(2);
		long retries = client.snapshot().retries();
		assertAllAnswered(askBoth(client, 25));
		assertThat(client.snapshot().retries()).isEqualTo(retries);
	}

	private static List<CompletableFuture<Reply>> askBoth(PirateClient client, int count) {
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(Fleet.ask(client, ECHO, "worker", Fleet.stubborn()));
			calls.add(Fleet.ask(client, OTHER, "stranger", Fleet.stubborn()));
		}
		return calls;
	}

	/** Each by a worker of the service it was for, which bears the text as its name. */
	private static void assertAllAnswered(List<CompletableFuture<Reply>> calls) {
		for (CompletableFuture<Reply> call : calls) {
			Reply reply = call.join();
			assertThat(reply.headers()).containsEntry("worker", reply.body().text(0));
		}
	}

}
