package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.pirate.machine.Drop;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.Rejection;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What a bound worker took from nobody can be seen, as a queue's can. */
class DirectServerFrontTest {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final CurveKeyPair SERVER = CurveKeyPair.generate();

	private static final CurveKeyPair SHOP = CurveKeyPair.generate();

	private static final RetryPolicy ONCE = new RetryPolicy(Duration.ofSeconds(5), 0, false);

	private static final PirateHandler ECHO = (job) -> CompletableFuture
		.completedFuture(Reply.ok(job.request().body(), null, Map.of()));

	@Test
	void whatIsDroppedAndRefusedIsCountedByItsReason() throws Exception {
		SocketLimits two = new SocketLimits(1024, 0, 0, 2, 100, Duration.ZERO);
		try (WorkerFixture server = new WorkerFixture(WorkerOptions.bound("server", "tcp://127.0.0.1:*").with(two),
				ECHO)
			.start();
				RawPeer garbage = RawPeer.handshaken(server.worker().boundEndpoint(), "DEALER", "");
				PirateClient client = client(server, SecurityOptions.NONE)) {
			garbage.send(Frames.ofText("only this"));
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> client.send(Request.of(new ServiceName("other"), Frames.ofText("x")), ONCE));
			try (RawPeer third = RawPeer.connect(server.worker().boundEndpoint())) {
				assertThat(third.isClosedByPeer()).isTrue();
			}
			await().atMost(SOON).untilAsserted(() -> {
				assertThat(front(server).dropped()).containsEntry(Drop.MALFORMED, 1L);
				// a client has two, and goes on trying for the other one
				assertThat(front(server).dropped().get(Drop.TOO_MANY_CONNECTIONS)).isPositive();
				assertThat(front(server).rejected()).containsEntry(Rejection.NO_WORKER, 1L);
			});
		}
	}

	@Test
	void whomItDeniesIsCountedByName() {
		SecurityOptions serving = SecurityOptions.server(SERVER,
				PeerList.of(new AcceptedPeer("shop", List.of(SHOP.publicKey()), List.of("orders"), List.of())));
		CurveKeyPair stranger = CurveKeyPair.generate();
		try (WorkerFixture server = new WorkerFixture(WorkerOptions.bound("server", "tcp://127.0.0.1:*").with(serving),
				ECHO)
			.start();
				PirateClient shop = client(server, SecurityOptions.client(SHOP, SERVER.publicKey()));
				PirateClient nobody = client(server, SecurityOptions.client(stranger, SERVER.publicKey()))) {
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> shop.send(Request.of(ServiceName.ANONYMOUS, Frames.ofText("x")), ONCE));
			assertThat(nobody.isRunning()).isTrue();
			await().atMost(SOON).untilAsserted(() -> {
				assertThat(front(server).denied()).isEqualTo(Map.of("shop", new QueueSnapshot.Denied(1, 0)));
				assertThat(front(server).rejected()).containsEntry(Rejection.DENIED, 1L);
				assertThat(front(server).deniedConnections()).isPositive();
			});
		}
	}

	private static WorkerSnapshot.Front front(WorkerFixture server) {
		WorkerSnapshot.Front front = server.worker().snapshot().front();
		assertThat(front).isNotNull();
		return front;
	}

	private static PirateClient client(WorkerFixture server, SecurityOptions security) {
		PirateClient client = new PirateClient(ClientOptions.of(server.worker().boundEndpoint()).with(security),
				PirateListener.NONE, Runnable::run);
		client.start();
		return client;
	}

}
