package io.pirate.interop;

import java.time.Duration;

import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The foreign Majordomo peers understand each other, so that a failure beside ours is
 * ours.
 */
class MajordomoPeersAmongThemselvesTest {

	private final Crew crew = new Crew();

	private ChildProcess broker;

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	private String start(int version, Object... options) {
		this.broker = this.crew.majordomoBroker(Crew.ANY_PORT, version, options);
		return this.broker.await("BOUND");
	}

	@ParameterizedTest
	@CsvSource({ "1, req", "1, empty", "2, bare" })
	void clientsAreAnsweredByTheWorkersOfTheService(int version, String shape) {
		String endpoint = start(version);
		ChildProcess one = this.crew.majordomoWorker(endpoint, version, "echo");
		ChildProcess two = this.crew.majordomoWorker(endpoint, version, "echo");
		ChildProcess other = this.crew.majordomoWorker(endpoint, version, "other");
		this.broker.await("READY 3");
		ChildProcess client = this.crew.majordomoClient(endpoint, version, "echo", "--shape", shape, "--count", 300,
				"--frames", 3);
		assertThat(client.await("RESULT")).contains("ok=300 parts=300 retries=0");
		assertThat(handled(one) + handled(two)).isEqualTo(300);
		assertThat(handled(other)).isZero();
		this.broker.await("LEFT 3");
		assertThat(this.broker.finish())
			.isEqualTo("ready=3 requests=300 replies=300 partials=0 expired=0 disconnected=0 left=3");
	}

	@Test
	void partsArriveInOrder() {
		String endpoint = start(2);
		this.crew.majordomoWorker(endpoint, 2, "feed", "--parts", 5);
		ChildProcess client = this.crew.majordomoClient(endpoint, 2, "feed", "--parts", 5, "--count", 200);
		assertThat(client.await("RESULT")).contains("ok=200 parts=1200 ");
		assertThat(this.broker.finish()).contains("requests=200 replies=200 partials=1000 ");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void lookUpTellsWhoServes(int version) {
		String endpoint = start(version);
		this.crew.majordomoWorker(endpoint, version, "echo");
		this.broker.await("READY");
		assertThat(lookUp(endpoint, version, "mmi.service", "echo")).isEqualTo("[200]");
		assertThat(lookUp(endpoint, version, "mmi.service", "other")).isEqualTo("[404]");
		assertThat(lookUp(endpoint, version, "mmi.unheard-of", "echo")).isEqualTo("[501]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void brokerKeepsNoMoreOfAClientThanItsIdentity(int version) {
		String endpoint = start(version);
		this.crew.majordomoWorker(endpoint, version, "echo");
		ChildProcess client = this.crew.majordomoClient(endpoint, version, "echo", "--shape", "stack");
		assertThatThrownBy(() -> client.await("RESULT")).hasMessageContaining("no reply in the form of the request");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void workerRegistersAgainAfterADisconnectAndIsKeptByHeartbeats(int version) {
		String endpoint = start(version, "--refuse-first", 1);
		ChildProcess worker = this.crew.majordomoWorker(endpoint, version, "echo");
		worker.await("DISCONNECTED 1");
		worker.await("REGISTERED 2");
		Crew.awaitSilently(Crew.HEARTBEAT.interval().multipliedBy(2L * Crew.HEARTBEAT.liveness()));
		assertThat(lookUp(endpoint, version, "mmi.service", "echo")).isEqualTo("[200]");
		assertThat(worker.finish()).startsWith("handled=0 registered=2 ").endsWith(" disconnects=1");
		this.broker.await("LEFT 1");
		assertThat(this.broker.finish())
			.isEqualTo("ready=2 requests=0 replies=0 partials=0 expired=0 disconnected=1 left=1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void clientAsksAgainWhenItsWorkerWasKilled(int version) {
		String endpoint = start(version);
		ChildProcess victim = this.crew.majordomoWorker(endpoint, version, "echo", "--die-on", 1);
		this.broker.await("READY 1");
		ChildProcess client = this.crew.majordomoClient(endpoint, version, "echo", "--count", 1, "--timeout", 0.5,
				"--retries", 10);
		victim.exitCode(Duration.ofSeconds(10));
		this.crew.majordomoWorker(endpoint, version, "echo");
		assertThat(client.await("RESULT")).contains(" ok=1 ");
	}

	@Test
	void brokerDisconnectsStrangers() {
		String endpoint = start(2);
		for (Frames command : new Frames[] { Frames.ofText("MDPW02", "\u0005"),
				Frames.ofText("MDPW02", "\u0004", "a", "", "x"), Frames.ofText("MDPW02", "\u0002", "a", "", "x"),
				Frames.ofText("MDPW02", "\u0001", "mmi.x") }) {
			RawDealer stranger = this.crew.dealer(endpoint);
			stranger.send(command);
			assertThat(stranger.receive()).isEqualTo(Frames.ofText("MDPW02", "\u0006"));
		}
	}

	private String lookUp(String endpoint, int version, String service, String question) {
		return this.crew.majordomoClient(endpoint, version, service, "--ask", question).await("FINAL");
	}

	private static int handled(ChildProcess worker) {
		String result = worker.finish();
		return Integer.parseInt(result.substring("handled=".length(), result.indexOf(' ')));
	}

}
