package io.pirate.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.pirate.ClientOptions;
import io.pirate.Parts;
import io.pirate.PirateClient;
import io.pirate.PirateWorkerContainer;
import io.pirate.RemoteFailureException;
import io.pirate.ReplyParts;
import io.pirate.machine.FreelancePolicy;
import io.pirate.machine.FreelancePolicy.Strategy;
import io.pirate.machine.RetryPolicy;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Our client and our server with foreign peers of RFC 10, and with each other. */
class FreelancePeersTest {

	private static final RetryPolicy PATIENCE = new RetryPolicy(Duration.ofMillis(1500), 8, false);

	private final Crew crew = new Crew();

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	@ParameterizedTest
	@EnumSource(Strategy.class)
	void ourClientAsksForeignServers(Strategy strategy) {
		ChildProcess first = this.crew.peer("flp_server.py", Crew.freeEndpoint());
		ChildProcess second = this.crew.peer("flp_server.py", Crew.freeEndpoint());
		PirateClient client = client(strategy, first.await("BOUND"), second.await("BOUND"));
		ask(client, 50);
		assertThat(first.finish()).startsWith("pinged=" + ((strategy == Strategy.PING) ? 1 : 0) + " answered=")
			.doesNotEndWith("=0");
		ask(client, 50);
		assertThat(second.finish()).doesNotEndWith("=0");
	}

	@Test
	void ourClientLeavesAFrozenServerWithinItsTimeToLive() {
		ChildProcess first = this.crew.peer("flp_server.py", Crew.freeEndpoint(), "--freeze-on", 5);
		ChildProcess second = this.crew.peer("flp_server.py", Crew.freeEndpoint());
		PirateClient client = client(Strategy.PING, first.await("BOUND"), second.await("BOUND"));
		awaitAllLive(client);
		long longest = 0;
		for (int i = 0; i < 40; i++) {
			long begin = System.nanoTime();
			// on the way whose servers are known to live
			assertThat(client.sendAsync(request("call"), PATIENCE).join().body().text(0)).isEqualTo("call");
			longest = Math.max(longest, System.nanoTime() - begin);
		}
		assertThat(Duration.ofNanos(longest))
			.isLessThan(Crew.HEARTBEAT.interval().multipliedBy(Crew.HEARTBEAT.liveness() + 2L));
		first.thaw();
		assertThat(first.finish()).as("it was frozen with the fifth call in its hands, which it may answer yet")
			.matches("pinged=1 answered=[45]");
	}

	@Test
	void ourClientAsksNobodyWhoAnswersNoPings() {
		ChildProcess mute = this.crew.peer("flp_server.py", Crew.freeEndpoint(), "--mute");
		ChildProcess other = this.crew.peer("flp_server.py", Crew.freeEndpoint());
		PirateClient client = client(Strategy.PING, mute.await("BOUND"), other.await("BOUND"));
		ask(client, 20);
		assertThat(mute.finish()).endsWith("answered=0");
	}

	@Test
	void aForeignClientAsksOurServers() {
		PirateWorkerContainer first = this.crew.server();
		PirateWorkerContainer second = this.crew.server();
		ChildProcess client = this.crew.peer("flp_client.py", first.boundEndpoint(), second.boundEndpoint(),
				"--interval", 0.2, "--count", 60, "--pause", 0.01);
		client.await("ANSWERED 20");
		first.close();
		assertThat(client.await("RESULT")).isEqualTo("ok=60");
		assertThat(second.snapshot().handled()).isPositive();
	}

	@Test
	void plainClientsAreServedAtTheSameSocket() {
		PirateWorkerContainer server = this.crew.server();
		ChildProcess plain = this.crew.peer("dealer_client.py", server.boundEndpoint(), "--count", 500, "--window", 50);
		ChildProcess freelance = this.crew.peer("flp_client.py", server.boundEndpoint(), "--interval", 0.2, "--count",
				50);
		PirateClient ours = client(Strategy.PING, server.boundEndpoint());
		ask(ours, 50);
		assertThat(plain.await("RESULT")).startsWith("ok=500");
		assertThat(freelance.await("RESULT")).isEqualTo("ok=50");
		assertThat(server.snapshot().malformed()).isZero();
	}

	@ParameterizedTest
	@EnumSource(Strategy.class)
	void ourPeersAmongThemselves(Strategy strategy) {
		PirateWorkerContainer first = this.crew.server();
		PirateWorkerContainer second = this.crew.server();
		PirateClient client = client(strategy, first.boundEndpoint(), second.boundEndpoint());
		AtomicInteger answered = new AtomicInteger();
		List<CompletableFuture<Void>> calls = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			String text = "call " + i;
			calls.add(client.sendAsync(request(text), PATIENCE).thenAccept((reply) -> {
				assertThat(reply.body().text(0)).isEqualTo(text);
				answered.incrementAndGet();
			}));
			if (i == 100) {
				first.stop(() -> {
				});
			}
		}
		calls.forEach(CompletableFuture::join);
		assertThat(answered).hasValue(200);
		await().until(() -> !first.isRunning());
		ask(client, 20);
		assertThat(second.snapshot().handled()).isPositive();
	}

	@Test
	void aServerWhoseHandlersAreAllStuckIsLeftToOthers() {
		CountDownLatch released = new CountDownLatch(1);
		PirateWorkerContainer stuck = this.crew.stuckServer(released);
		PirateWorkerContainer other = this.crew.server();
		PirateClient client = client(Strategy.PING, stuck.boundEndpoint(), other.boundEndpoint());
		awaitAllLive(client);
		CompletableFuture<Reply> first = client.sendAsync(request("first"), PATIENCE);
		await().until(() -> stuck.snapshot().stuck() == 1);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(first::join)
			.withCauseInstanceOf(RemoteFailureException.class);
		ask(client, 30);
		assertThat(client.snapshot().retries()).as("it says itself that it takes nothing").isZero();
		ChildProcess foreign = this.crew.peer("flp_client.py", stuck.boundEndpoint(), other.boundEndpoint(),
				"--interval", 0.2, "--count", 20);
		assertThat(foreign.await("RESULT")).isEqualTo("ok=20");
		assertThat(other.snapshot().handled()).isEqualTo(50);
		released.countDown();
		await().until(() -> stuck.snapshot().stuck() == 0);
		ask(client, 1);
	}

	@Test
	void aFullServerIsLeftToOthersWithoutAnAttempt() {
		CountDownLatch released = new CountDownLatch(1);
		PirateWorkerContainer narrow = this.crew.narrowServer(released);
		PirateWorkerContainer other = this.crew.server();
		PirateClient client = client(Strategy.PING, narrow.boundEndpoint(), other.boundEndpoint());
		awaitAllLive(client);
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		RetryPolicy once = new RetryPolicy(Duration.ofSeconds(20), 0, true);
		for (int i = 0; i < 40; i++) {
			calls.add(client.sendAsync(request("call " + i), once));
		}
		await().until(() -> other.snapshot().handled() > 0);
		released.countDown();
		calls.forEach(CompletableFuture::join);
		assertThat(client.snapshot().retries()).isZero();
		assertThat(narrow.snapshot().handled()).isBetween(1L, 39L);
		assertThat(narrow.snapshot().handled() + other.snapshot().handled()).isEqualTo(40);
	}

	@Test
	void repliesComeInParts() {
		PirateWorkerContainer rows = this.crew.streamer((job) -> Parts.of(IntStream.range(0, 500)
			.mapToObj((row) -> Reply.ok(Frames.ofText("row " + row), null, Map.of()))
			.iterator(), () -> {
			}, this.crew.executor()));
		PirateClient client = client(Strategy.PING, rows.boundEndpoint());
		try (ReplyParts parts = client.parts(request("all"), PATIENCE)) {
			for (int row = 0; row < 500; row++) {
				assertThat(parts.next().body().text(0)).isEqualTo("row " + row);
			}
			assertThat(parts.hasNext()).isFalse();
		}
	}

	private PirateClient client(Strategy strategy, String... endpoints) {
		return this.crew
			.client(ClientOptions.of(endpoints).with(new FreelancePolicy(strategy, false)).with(Crew.HEARTBEAT));
	}

	/** Until the stated order is the one that counts, and not who answered first. */
	private static void awaitAllLive(PirateClient client) {
		await().until(() -> client.snapshot()
			.endpoints()
			.stream()
			.allMatch((endpoint) -> endpoint.connected() && !endpoint.suspect()));
	}

	private static void ask(PirateClient client, int count) {
		for (int i = 0; i < count; i++) {
			Reply reply = client.send(request("call " + i), PATIENCE);
			assertThat(reply.body().text(0)).isEqualTo("call " + i);
		}
	}

	private static Request request(String text) {
		return Request.of(ServiceName.ANONYMOUS, Frames.ofText(text));
	}

}
