package io.pirate.interop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.PirateQueue;
import io.pirate.machine.RetryPolicy;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The programs in {@code examples/python} do at our queue what their first lines say. */
class PythonExamplesTest {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Crew crew = new Crew();

	private final PirateQueue queue = this.crew.queueWithOneEndpoint();

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	private ChildProcess call(String... words) {
		return client("call.py", words);
	}

	private ChildProcess client(String script, String... words) {
		Object[] arguments = new Object[words.length + 2];
		System.arraycopy(words, 0, arguments, 0, words.length);
		arguments[words.length] = "--endpoint";
		arguments[words.length + 1] = this.queue.frontend();
		return this.crew.example(script, arguments);
	}

	private ChildProcess shout() {
		ChildProcess server = this.crew.example("serve.py", "shout", "--endpoint", this.queue.backend(), "--interval",
				Crew.seconds(Crew.HEARTBEAT.interval()));
		awaitWorkers(1);
		return server;
	}

	private void awaitWorkers(int count) {
		Awaitility.await().until(() -> this.queue.snapshot().workers().size() == count);
	}

	private static void assertEnds(ChildProcess process, int exitCode) {
		assertThat(process.exitCode(PATIENCE)).as("%s", process).isEqualTo(exitCode);
	}

	@Test
	void callPrintsTheReplyOfAWorkerOfOurs() {
		this.crew.worker(this.queue.backend(), WorkerDialect.MAJORDOMO_02, new ServiceName("echo"));
		ChildProcess call = call("echo", "ahoy", "there");
		call.await("ahoy");
		call.await("there");
		assertEnds(call, 0);
	}

	@Test
	void callGivesUpWhenNobodyServes() {
		ChildProcess call = call("nobody", "ahoy", "--timeout", "0.1", "--retries", "1");
		call.await("no reply from nobody");
		assertEnds(call, 1);
	}

	@Test
	void callTellsAnErrorFromAReply() {
		RawDealer worker = this.crew.dealer(this.queue.backend());
		worker.send("MDPW02", "\u0001", "grumpy");
		ChildProcess call = call("grumpy", "ahoy");
		Frames request = worker.receive();
		worker.send(Frames.of(request.frame(0), new byte[] { 4 }, request.frame(2), new byte[0],
				"ERROR no-mood come back tomorrow".getBytes(StandardCharsets.UTF_8)));
		call.await("error: no-mood come back tomorrow");
		assertEnds(call, 2);
	}

	@Test
	void serveAnswersBothWorldsAndLeavesInOrder() {
		ChildProcess server = shout();
		call("shout", "ahoy").await("AHOY");
		client("stream.py", "shout", "one part").await("ONE PART");
		PirateClient ours = this.crew.client(this.queue.frontend(), Lane.SHARED);
		assertThat(ask(ours, Frames.ofText("ahoy", "there"))).isEqualTo(Frames.ofText("AHOY", "THERE"));
		server.terminate();
		server.await("left");
		assertEnds(server, 0);
		awaitWorkers(0);
		assertThat(this.queue.snapshot().expired()).isZero();
	}

	@Test
	void serveAnswersAFailureInItsHandler() {
		shout();
		PirateClient ours = this.crew.client(this.queue.frontend(), Lane.SHARED);
		assertThat(ask(ours, Frames.of(new byte[] { (byte) 0xff })).text(0)).startsWith("ERROR handler-failed ");
		assertThat(ask(ours, Frames.ofText("ahoy"))).isEqualTo(Frames.ofText("AHOY"));
	}

	@Test
	void serveComesBackWhenTheQueueDoes() {
		ChildProcess server = shout();
		this.queue.close();
		server.await("the queue is gone");
		this.queue.start();
		awaitWorkers(1);
		call("shout", "ahoy").await("AHOY");
	}

	@Test
	void serveIsKeptByItsHeartbeats() {
		ChildProcess server = shout();
		Crew.awaitSilently(Crew.HEARTBEAT.interval().multipliedBy(2L * Crew.HEARTBEAT.liveness()));
		assertThat(this.queue.snapshot().expired()).isZero();
		assertThat(server.count("serving")).isEqualTo(1);
	}

	@Test
	void streamPrintsThePartsInOrder() {
		this.crew.majordomoWorker(this.queue.backend(), 2, "feed", "--parts", 3);
		ChildProcess stream = client("stream.py", "feed", "x");
		for (int i = 0; i < 4; i++) {
			stream.await("x#" + i);
		}
		assertEnds(stream, 0);
	}

	@Test
	void discoverTellsWhoServesWhat() {
		shout();
		ChildProcess some = client("discover.py", "shout", "nobody");
		some.await("shout is served");
		some.await("nobody is not served");
		assertEnds(some, 1);
		ChildProcess everything = client("discover.py");
		assertEnds(everything, 0);
		assertThat(everything.toString()).contains("services: ", "\"shout\"", "workers: ")
			.doesNotContain("does not tell");
	}

	private Frames ask(PirateClient client, Frames body) {
		return client.send(Request.of(new ServiceName("shout"), body), RetryPolicy.DEFAULT).body();
	}

}
