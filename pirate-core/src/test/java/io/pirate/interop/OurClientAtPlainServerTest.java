package io.pirate.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.machine.RetryPolicy;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Our client at a foreign REP server, and foreign clients at a server of ours. */
class OurClientAtPlainServerTest {

	private static final RetryPolicy PATIENCE = new RetryPolicy(Duration.ofMillis(600), 20, false);

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
	@EnumSource(Lane.class)
	void callsAreAnswered(Lane lane) {
		ChildProcess server = this.crew.peer("rep_server.py", Crew.ANY_PORT);
		PirateClient client = this.crew.client(server.await("BOUND"), lane);
		for (int i = 0; i < 200; i++) {
			assertThat(client.send(request("call " + i), RetryPolicy.DEFAULT).body().text(0)).isEqualTo("call " + i);
		}
		assertAllAnswered(askTogether(client, 200, RetryPolicy.DEFAULT));
		assertThat(client.snapshot().retries()).isZero();
		assertThat(server.finish()).isEqualTo("received=400 answered=400");
	}

	@ParameterizedTest
	@EnumSource(Lane.class)
	void callsWaitForAServerThatStartsLate(Lane lane) {
		String endpoint = Crew.freeEndpoint();
		PirateClient client = this.crew.client(endpoint, lane);
		List<CompletableFuture<Reply>> calls = askTogether(client, 5, PATIENCE);
		Awaitility.await().until(() -> client.snapshot().retries() > 0);
		this.crew.peer("rep_server.py", endpoint);
		assertAllAnswered(calls);
	}

	@ParameterizedTest
	@EnumSource(Lane.class)
	void requestThatTheServerLostIsSentAgain(Lane lane) {
		ChildProcess server = this.crew.peer("rep_server.py", Crew.ANY_PORT, "--drop-first", 1);
		PirateClient client = this.crew.client(server.await("BOUND"), lane);
		assertThat(client.send(request("lost"), PATIENCE).body().text(0)).isEqualTo("lost");
		assertThat(client.snapshot().retries()).isPositive();
		assertAllAnswered(askTogether(client, 5, PATIENCE));
	}

	@ParameterizedTest
	@EnumSource(Lane.class)
	void lateReplyReachesNoOtherCall(Lane lane) {
		ChildProcess server = this.crew.peer("rep_server.py", Crew.ANY_PORT, "--slow-first", 1.5);
		PirateClient client = this.crew.client(server.await("BOUND"), lane);
		assertThat(client.send(request("slow"), PATIENCE).body().text(0)).isEqualTo("slow");
		for (int i = 0; i < 20; i++) {
			assertThat(client.send(request("call " + i), PATIENCE).body().text(0)).isEqualTo("call " + i);
		}
	}

	@Test
	void foreignClientsAreServedDirectly() {
		String endpoint = this.crew.server().boundEndpoint();
		ChildProcess req = this.crew.peer("req_client.py", endpoint, "--count", 500);
		ChildProcess dealer = this.crew.peer("dealer_client.py", endpoint, "--count", 3000);
		assertThat(req.await("RESULT")).startsWith("ok=500 ");
		assertThat(dealer.await("RESULT")).startsWith("ok=3000 ");
	}

	private static List<CompletableFuture<Reply>> askTogether(PirateClient client, int count, RetryPolicy policy) {
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(client.sendAsync(request("call " + i), policy));
		}
		return calls;
	}

	private static void assertAllAnswered(List<CompletableFuture<Reply>> calls) {
		for (int i = 0; i < calls.size(); i++) {
			assertThat(calls.get(i).join().body().text(0)).isEqualTo("call " + i);
		}
	}

	private static Request request(String text) {
		return Request.of(ServiceName.ANONYMOUS, Frames.ofText(text));
	}

}
