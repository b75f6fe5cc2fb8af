package io.pirate.interop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.PirateWorkerContainer;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.RetryPolicy;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Our worker, and our client, at a foreign Majordomo broker of either version. */
class OurPeersAtMajordomoBrokerTest {

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final RetryPolicy PATIENCE = new RetryPolicy(Duration.ofMillis(600), 20, false);

	private final Crew crew = new Crew();

	private ChildProcess broker;

	private String endpoint = Crew.ANY_PORT;

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	private void start(int version, Object... options) {
		this.broker = this.crew.majordomoBroker(this.endpoint, version, options);
		this.endpoint = this.broker.await("BOUND");
	}

	private PirateWorkerContainer worker(int version) {
		WorkerDialect dialect = (version == 1) ? WorkerDialect.MAJORDOMO_01 : WorkerDialect.MAJORDOMO_02;
		return this.crew.worker(this.endpoint, dialect, ECHO);
	}

	/** The exclusive lane: these brokers do not return a client's own addresses. */
	private PirateClient client(int version) {
		return this.crew.client(this.endpoint, Lane.EXCLUSIVE,
				(version == 1) ? ClientProtocol.MDP01 : ClientProtocol.AUTO);
	}

	private ChildProcess ask(int version, Object... options) {
		return this.crew.majordomoClient(this.endpoint, version, "echo", options);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourWorkerServesForeignClients(int version) {
		start(version);
		worker(version);
		assertThat(ask(version, "--count", 1000, "--frames", 3).await("RESULT")).contains(" ok=1000 parts=1000 ");
		assertThat(this.broker.finish())
			.isEqualTo("ready=1 requests=1000 replies=1000 partials=0 expired=0 disconnected=0 left=0");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void heartbeatsKeepOurWorkerRegistered(int version) {
		start(version);
		PirateWorkerContainer worker = worker(version);
		this.broker.await("READY 1");
		Crew.awaitSilently(Crew.HEARTBEAT.interval().multipliedBy(2L * Crew.HEARTBEAT.liveness()));
		assertThat(worker.snapshot().reconnects()).isZero();
		assertThat(worker.snapshot().links().get(0).registered()).isTrue();
		assertThat(this.broker.finish())
			.isEqualTo("ready=1 requests=0 replies=0 partials=0 expired=0 disconnected=0 left=0");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourWorkerRegistersAgainUnderANewIdentityAfterADisconnect(int version) {
		start(version, "--refuse-first", 2);
		worker(version);
		this.broker.await("DISCONNECTED 2");
		this.broker.await("READY 3");
		assertThat(ask(version, "--count", 20).await("RESULT")).contains(" ok=20 ");
		assertThat(this.broker.finish()).startsWith("ready=3 ").contains(" disconnected=2 ");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourWorkerSaysDisconnectOnceWhenItLeaves(int version) {
		start(version);
		PirateWorkerContainer worker = worker(version);
		this.broker.await("READY 1");
		worker.close();
		this.broker.await("LEFT 1");
		assertThat(this.broker.finish())
			.isEqualTo("ready=1 requests=0 replies=0 partials=0 expired=0 disconnected=0 left=1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourWorkerComesBackWhenTheBrokerWasKilledAndRestarted(int version) {
		start(version);
		worker(version);
		this.broker.await("READY 1");
		this.broker.kill();
		start(version);
		this.broker.await("READY 1", Duration.ofSeconds(5));
		assertThat(ask(version, "--count", 20).await("RESULT")).contains(" ok=20 ");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourWorkerComesBackWhenTheBrokerWasFrozen(int version) {
		start(version);
		PirateWorkerContainer worker = worker(version);
		String identity = this.broker.await("READY 1");
		this.broker.freeze();
		Awaitility.await().until(() -> worker.snapshot().reconnects() > 0);
		this.broker.thaw();
		assertThat(this.broker.await("READY 2")).isNotEqualTo(identity);
		// the broker may still believe in the old connection, and then loses a request
		ChildProcess client = ask(version, "--count", 20, "--timeout", 1, "--retries", 10);
		assertThat(client.await("RESULT")).contains(" ok=20 ");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourClientIsServedByAForeignWorker(int version) {
		start(version);
		this.crew.majordomoWorker(this.endpoint, version, "echo");
		PirateClient client = client(version);
		for (int i = 0; i < 50; i++) {
			Frames body = Frames.ofText("call " + i, "", "second");
			assertThat(client.send(Request.of(ECHO, body), RetryPolicy.DEFAULT).body()).isEqualTo(body);
		}
		List<CompletableFuture<Reply>> calls = IntStream.range(0, 100)
			.mapToObj((i) -> client.sendAsync(Request.of(ECHO, Frames.ofText("together " + i)), RetryPolicy.DEFAULT))
			.toList();
		for (int i = 0; i < calls.size(); i++) {
			assertThat(calls.get(i).join().body().text(0)).isEqualTo("together " + i);
		}
		assertThat(client.snapshot().retries()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourClientIsServedByOurWorkerThere(int version) {
		start(version);
		worker(version);
		PirateClient client = client(version);
		assertThat(client.send(Request.of(ECHO, Frames.ofText("hi")), RetryPolicy.DEFAULT).body())
			.isEqualTo(Frames.ofText("hi"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourClientLooksServicesUp(int version) {
		start(version);
		worker(version);
		this.broker.await("READY");
		PirateClient client = client(version);
		assertThat(lookUp(client, "mmi.service", "echo")).isEqualTo("200");
		assertThat(lookUp(client, "mmi.service", "other")).isEqualTo("404");
		assertThat(lookUp(client, "mmi.unheard-of", "echo")).isEqualTo("501");
	}

	private static String lookUp(PirateClient client, String service, String question) {
		Request request = Request.of(new ServiceName(service), Frames.ofText(question));
		return client.send(request, RetryPolicy.DEFAULT).body().text(0);
	}

	@Test
	void anOrdinaryCallGetsTheLastPartOfAStream() {
		start(2);
		this.crew.majordomoWorker(this.endpoint, 2, "feed", "--parts", 4);
		PirateClient client = this.crew.client(this.endpoint, Lane.EXCLUSIVE);
		for (String text : List.of("a", "b")) {
			Request request = Request.of(new ServiceName("feed"), Frames.ofText(text));
			assertThat(client.send(request, RetryPolicy.DEFAULT).body()).isEqualTo(Frames.ofText(text + "#4"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void ourClientAsksAgainWhenTheBrokerWasKilledAndRestarted(int version) {
		start(version);
		ChildProcess victim = this.crew.majordomoWorker(this.endpoint, version, "echo", "--die-on", 1);
		PirateClient client = client(version);
		CompletableFuture<Reply> call = client.sendAsync(Request.of(ECHO, Frames.ofText("hi")), PATIENCE);
		victim.exitCode(Duration.ofSeconds(10));
		this.broker.kill();
		start(version);
		worker(version);
		assertThat(call.join().body()).isEqualTo(Frames.ofText("hi"));
		assertThat(client.snapshot().retries()).isPositive();
	}

}
