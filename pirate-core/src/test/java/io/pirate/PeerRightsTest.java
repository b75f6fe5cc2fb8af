package io.pirate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Peers with CURVE keys, and what they may call and serve. */
class PeerRightsTest {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final ServiceName ORDERS = new ServiceName("orders");

	private static final ServiceName SECRET = new ServiceName("secret");

	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(10), 3, false);

	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private final CurveKeyPair own = CurveKeyPair.generate();

	private final CurveKeyPair shop = CurveKeyPair.generate();

	private final CurveKeyPair mill = CurveKeyPair.generate();

	private final PeerList peers = PeerList.of(shop("orders"), mill("orders"));

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private PirateQueue queue;

	private PirateClient client;

	@BeforeEach
	void open() {
		QueueOptions usual = QueueOptions.of(ANY_PORT, ANY_PORT).with(SecurityOptions.server(this.own, this.peers));
		this.queue = new PirateQueue(usual.with(usual.settings().with(PULSE)), PirateListener.NONE);
		this.queue.start();
		this.closeables.push(this.queue);
		this.client = new PirateClient(
				ClientOptions.of(this.queue.frontend()).with(SecurityOptions.client(this.shop, this.own.publicKey())),
				PirateListener.NONE, ForkJoinPool.commonPool());
		this.client.start();
		this.closeables.push(this.client);
	}

	@AfterEach
	void close() throws Exception {
		while (!this.closeables.isEmpty()) {
			this.closeables.pop().close();
		}
	}

	@Test
	void aDeniedCallIsRejectedAtOnceAndNotRepeated() {
		worker(ORDERS, this.mill);
		worker(SECRET, this.own);
		assertThat(ask(ORDERS)).isEqualTo("orders");
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> ask(SECRET))
			.satisfies((rejected) -> assertThat(rejected.code()).isEqualTo("denied"))
			.withMessageContaining("may not call");
		assertThat(this.queue.snapshot().denied()).isEqualTo(Map.of("shop", new QueueSnapshot.Denied(1, 0)));
	}

	@Test
	void aDeniedWorkerServesNobodyUntilItMay() {
		worker(SECRET, this.mill);
		await().atMost(SOON).until(() -> this.queue.snapshot().denied().containsKey("mill"));
		assertThat(this.queue.snapshot().workers()).isEmpty();
		this.peers.replace(List.of(shop("*"), mill("secret")));
		assertThat(ask(SECRET)).isEqualTo("secret");
		assertThat(this.queue.snapshot().workers()).extracting(QueueSnapshot.WorkerView::peer).containsExactly("mill");
	}

	@Test
	void aWorkerThatLosesItsRightIsExpelledWithItsNextHeartbeat() {
		worker(ORDERS, this.mill);
		assertThat(ask(ORDERS)).isEqualTo("orders");
		this.peers.replace(List.of(shop("orders"), mill("other")));
		await().atMost(SOON).until(() -> this.queue.snapshot().workers().isEmpty());
		assertThat(this.queue.snapshot().denied().get("mill").workers()).isPositive();
	}

	@Test
	void whoIsRemovedFromTheListMayDoNothingAnyMore() {
		worker(ORDERS, this.mill);
		assertThat(ask(ORDERS)).isEqualTo("orders");
		this.peers.replace(List.of(shop("orders")));
		await().atMost(SOON).until(() -> this.queue.snapshot().workers().isEmpty());
		this.peers.replace(List.of());
		assertThatExceptionOfType(PirateException.class).isThrownBy(() -> ask(ORDERS));
	}

	private AcceptedPeer shop(String call) {
		return new AcceptedPeer("shop", List.of(this.shop.publicKey()), List.of(call), List.of());
	}

	private AcceptedPeer mill(String serve) {
		return new AcceptedPeer("mill", List.of(this.mill.publicKey()), List.of(), List.of(serve));
	}

	private String ask(ServiceName service) {
		return this.client.send(Request.of(service, Frames.ofText(service.text())), PATIENT).body().text(0);
	}

	private void worker(ServiceName service, CurveKeyPair keys) {
		PirateContext context = new PirateContext("peer-rights-test");
		this.closeables.push(context);
		WorkerOptions options = WorkerOptions.of("w", service, this.queue.backend())
			.with(SecurityOptions.client(keys, this.own.publicKey()));
		PirateWorkerContainer worker = new PirateWorkerContainer(context, options,
				(job) -> CompletableFuture.completedFuture(Reply.ok(job.request().body(), null, Map.of())),
				ForkJoinPool.commonPool(), PirateListener.NONE);
		worker.start();
		this.closeables.push(worker);
	}

}
