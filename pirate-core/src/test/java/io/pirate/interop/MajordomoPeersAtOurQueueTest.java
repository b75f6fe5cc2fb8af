package io.pirate.interop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.PirateQueue;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Foreign Majordomo clients and workers at our queue, among our own, in any mix, on two
 * endpoints and on one.
 */
class MajordomoPeersAtOurQueueTest {

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final RetryPolicy ONE_ATTEMPT = new RetryPolicy(Duration.ofSeconds(10), 0, false);

	private final Crew crew = new Crew();

	private PirateQueue queue;

	/** How many addresses the queue has. */
	enum Ports {

		TWO, ONE

	}

	/** A version of the protocol and a shape of its clients. */
	enum Asker {

		REQ_01(1, "req"), EMPTY_01(1, "empty"), STACK_01(1, "stack"), BARE_02(2, "bare"), REQ_02(2, "req"),
		EMPTY_02(2, "empty"), STACK_02(2, "stack");

		final int version;

		final String shape;

		Asker(int version, String shape) {
			this.version = version;
			this.shape = shape;
		}

	}

	static Stream<Arguments> askersAndPorts() {
		return Stream.of(Asker.values())
			.flatMap((asker) -> Stream.of(Ports.values()).map((ports) -> Arguments.of(asker, ports)));
	}

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	private void start(Ports ports) {
		this.queue = (ports == Ports.ONE) ? this.crew.queueWithOneEndpoint() : this.crew.queue();
	}

	private void awaitWorkers(int count) {
		Awaitility.await().until(() -> this.queue.snapshot().workers().size() == count);
	}

	private ChildProcess worker(int version, String service, Object... options) {
		return this.crew.majordomoWorker(this.queue.backend(), version, service, options);
	}

	private ChildProcess ask(Asker asker, String service, Object... options) {
		Object[] all = Stream.concat(Stream.of("--shape", asker.shape), Stream.of(options)).toArray();
		return this.crew.majordomoClient(this.queue.frontend(), asker.version, service, all);
	}

	@ParameterizedTest
	@MethodSource("askersAndPorts")
	void clientIsServedByOursAndForeignWorkersTogether(Asker asker, Ports ports) {
		start(ports);
		this.crew.worker(this.queue.backend(), WorkerDialect.MAJORDOMO_01, ECHO);
		this.crew.worker(this.queue.backend(), WorkerDialect.MAJORDOMO_02, ECHO);
		ChildProcess first = worker(1, "echo");
		ChildProcess second = worker(2, "echo");
		ChildProcess paranoid = this.crew.paranoidWorker(this.queue);
		awaitWorkers(5);
		ChildProcess client = ask(asker, "echo", "--count", 400, "--frames", 3);
		assertThat(client.await("RESULT")).contains(" ok=400 parts=400 retries=0");
		assertThat(handled(first)).isPositive();
		assertThat(handled(second)).isPositive();
		assertThat(handled(paranoid)).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void everyClientAtOnceGetsItsOwnReplies(Ports ports) {
		start(ports);
		worker(1, "echo");
		worker(2, "echo");
		ChildProcess paranoid = this.crew.paranoidWorker(this.queue);
		awaitWorkers(3);
		List<ChildProcess> clients = Stream.of(Asker.values())
			.map((asker) -> ask(asker, "echo", "--count", 200))
			.toList();
		ChildProcess plain = this.crew.peer("req_client.py", this.queue.frontend(), "--count", 200);
		PirateClient ours = this.crew.client(this.queue.frontend(), Lane.SHARED);
		List<CompletableFuture<Reply>> calls = IntStream.range(0, 200)
			.mapToObj((i) -> ours.sendAsync(Request.of(ECHO, Frames.ofText("call " + i)), ONE_ATTEMPT))
			.toList();
		for (int i = 0; i < calls.size(); i++) {
			assertThat(calls.get(i).join().body()).isEqualTo(Frames.ofText("call " + i));
		}
		clients.forEach((client) -> assertThat(client.await("RESULT")).contains(" ok=200 "));
		assertThat(plain.await("RESULT")).startsWith("ok=200 ");
		assertThat(handled(paranoid)).isEqualTo(200);
	}

	@ParameterizedTest
	@EnumSource
	void partsOfAForeignWorkerReachWhoeverTakesThem(Ports ports) {
		start(ports);
		worker(2, "feed", "--parts", 5);
		for (Asker asker : List.of(Asker.BARE_02, Asker.EMPTY_02, Asker.STACK_02)) {
			int window = (asker == Asker.STACK_02) ? 20 : 1;
			ChildProcess client = ask(asker, "feed", "--parts", 5, "--count", 50, "--window", window);
			assertThat(client.await("RESULT")).contains(" ok=50 parts=300 ");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whoeverTakesNoPartsGetsTheLastOne(Ports ports) {
		start(ports);
		worker(2, "feed", "--parts", 5);
		assertThat(ask(Asker.REQ_01, "feed", "--ask", "x").await("FINAL")).isEqualTo("[x#5]");
		assertThat(ask(Asker.EMPTY_01, "feed", "--ask", "y").await("FINAL")).isEqualTo("[y#5]");
		PirateClient ours = this.crew.client(this.queue.frontend(), Lane.SHARED);
		assertThat(ours.send(Request.of(new ServiceName("feed"), Frames.ofText("z")), ONE_ATTEMPT).body())
			.isEqualTo(Frames.ofText("z#5"));
	}

	@ParameterizedTest
	@MethodSource("askersAndPorts")
	void lookUpTellsWhoServes(Asker asker, Ports ports) {
		start(ports);
		ChildProcess worker = worker(1, "echo");
		awaitWorkers(1);
		assertThat(ask(asker, "mmi.service", "--ask", "echo").await("FINAL")).isEqualTo("[200]");
		assertThat(ask(asker, "mmi.service", "--ask", "other").await("FINAL")).isEqualTo("[404]");
		assertThat(ask(asker, "mmi.unheard-of", "--ask", "echo").await("FINAL")).isEqualTo("[501]");
		worker.finish();
		awaitWorkers(0);
		assertThat(ask(asker, "mmi.service", "--ask", "echo").await("FINAL")).isEqualTo("[404]");
	}

	@ParameterizedTest
	@EnumSource
	void requestWaitsForTheFirstWorkerOfItsService(Ports ports) {
		start(ports);
		worker(1, "other");
		ChildProcess client = ask(Asker.BARE_02, "echo", "--count", 5);
		Awaitility.await().until(() -> this.queue.snapshot().received() > 0);
		worker(2, "echo");
		assertThat(client.await("RESULT")).contains(" ok=5 ");
	}

	@ParameterizedTest
	@EnumSource
	void requestOfAKilledWorkerGoesToOneOfTheOtherVersion(Ports ports) {
		start(ports);
		ChildProcess victim = worker(2, "echo", "--die-on", 1);
		awaitWorkers(1);
		ChildProcess client = ask(Asker.REQ_01, "echo", "--count", 1);
		victim.exitCode(Duration.ofSeconds(10));
		worker(1, "echo");
		assertThat(client.await("RESULT")).contains(" ok=1 parts=1 retries=0");
		assertThat(this.queue.snapshot().redelivered()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void workersBusyLongerThanTheirLivenessStay(Ports ports) {
		start(ports);
		ChildProcess first = worker(1, "one", "--delay", 1.2);
		ChildProcess second = worker(2, "two", "--delay", 1.2);
		awaitWorkers(2);
		ChildProcess one = ask(Asker.BARE_02, "one", "--count", 1);
		ChildProcess two = ask(Asker.REQ_01, "two", "--count", 1);
		assertThat(one.await("RESULT")).contains(" ok=1 ");
		assertThat(two.await("RESULT")).contains(" ok=1 ");
		assertThat(this.queue.snapshot().expired()).isZero();
		assertThat(first.finish()).startsWith("handled=1 registered=1 ").endsWith(" disconnects=0");
		assertThat(second.finish()).startsWith("handled=1 registered=1 ").endsWith(" disconnects=0");
	}

	@ParameterizedTest
	@EnumSource
	void idleWorkersHearHeartbeatsAndStay(Ports ports) {
		start(ports);
		List<ChildProcess> workers = List.of(worker(1, "echo"), worker(2, "echo"));
		awaitWorkers(2);
		Crew.awaitSilently(Crew.HEARTBEAT.interval().multipliedBy(2L * Crew.HEARTBEAT.liveness()));
		assertThat(this.queue.snapshot().expired()).isZero();
		workers.forEach((worker) -> assertThat(worker.finish()).startsWith("handled=0 registered=1 ")
			.doesNotContain("heartbeats=0")
			.endsWith(" disconnects=0"));
		awaitWorkers(0);
	}

	private static int handled(ChildProcess worker) {
		String result = worker.finish();
		return Integer.parseInt(result.substring("handled=".length(), result.indexOf(' ')));
	}

}
