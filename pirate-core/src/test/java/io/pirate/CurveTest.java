package io.pirate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

import io.pirate.machine.FreelancePolicy;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StarRole;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Every kind of connection with CURVE, and without the right keys. */
class CurveTest {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(5), 3, false);

	private static final RetryPolicy HASTY = new RetryPolicy(Duration.ofMillis(400), 1, false);

	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private static final CurveKeyPair QUEUE = CurveKeyPair.generate();

	private static final CurveKeyPair SHOP = CurveKeyPair.generate();

	private static final CurveKeyPair WORKER = CurveKeyPair.generate();

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final PeerList peers = PeerList.of(
			new AcceptedPeer("shop", List.of(SHOP.publicKey()), List.of("*"), List.of()),
			new AcceptedPeer("worker", List.of(WORKER.publicKey()), List.of(), List.of("*")));

	@AfterEach
	void close() throws Exception {
		while (!this.closeables.isEmpty()) {
			this.closeables.pop().close();
		}
		this.executor.shutdownNow();
	}

	@ParameterizedTest
	@EnumSource(Lane.class)
	void clientsQueueAndWorkersTalkWithTheirOwnKeys(Lane lane) {
		PirateQueue queue = queue(null);
		worker(queue.backend(), SecurityOptions.client(WORKER, QUEUE.publicKey()));
		PirateClient client = client(
				ClientOptions.of(queue.frontend()).with(lane).with(SecurityOptions.client(SHOP, QUEUE.publicKey())));
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			calls.add(client.sendAsync(request(ECHO, "call " + i), PATIENT));
		}
		for (int i = 0; i < 200; i++) {
			assertThat(calls.get(i).join().body().text(0)).isEqualTo("call " + i);
		}
		assertThat(ask(client, "one more")).isEqualTo("one more");
		assertThat(queue.deniedConnections()).isZero();
	}

	@Test
	void wrongKeysReachNobody() {
		PirateQueue queue = queue(null);
		worker(queue.backend(), SecurityOptions.client(WORKER, QUEUE.publicKey()));
		CurveKeyPair stranger = CurveKeyPair.generate();
		List<SecurityOptions> wrong = List.of(SecurityOptions.NONE, SecurityOptions.client(stranger, QUEUE.publicKey()),
				SecurityOptions.client(SHOP, stranger.publicKey()));
		for (SecurityOptions security : wrong) {
			PirateClient client = client(ClientOptions.of(queue.frontend()).with(security));
			assertThatExceptionOfType(NoReplyException.class)
				.isThrownBy(() -> client.send(request(ECHO, "let me in"), HASTY));
			worker(queue.backend(), security);
		}
		assertThat(queue.deniedConnections()).isPositive();
		await().atMost(SOON).until(() -> queue.snapshot().workers().size() == 1);
		PirateClient shop = client(
				ClientOptions.of(queue.frontend()).with(SecurityOptions.client(SHOP, QUEUE.publicKey())));
		assertThat(ask(shop, "hello")).isEqualTo("hello");
		assertThat(queue.snapshot().workers()).hasSize(1);
	}

	@Test
	void keyAloneGivesNoRight() {
		PirateQueue queue = queue(null);
		worker(queue.backend(), SecurityOptions.client(SHOP, QUEUE.publicKey()));
		await().atMost(SOON).until(() -> queue.snapshot().denied().containsKey("shop"));
		assertThat(queue.snapshot().workers()).isEmpty();
		PirateClient client = client(
				ClientOptions.of(queue.frontend()).with(SecurityOptions.client(WORKER, QUEUE.publicKey())));
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> client.send(request(ECHO, "may I?"), PATIENT))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("denied"));
		assertThat(queue.snapshot().denied().get("worker").calls()).isPositive();
		assertThat(queue.snapshot().denied().get("shop").workers()).isPositive();
	}

	@Test
	void serverIsAskedDirectlyAndByFreelance() {
		PirateWorkerContainer server = worker(
				WorkerOptions.bound("server", ANY_PORT).with(SecurityOptions.server(QUEUE, this.peers)));
		SecurityOptions known = SecurityOptions.client(SHOP, QUEUE.publicKey());
		String endpoint = String.valueOf(server.boundEndpoint());
		PirateClient plain = client(ClientOptions.of(endpoint).with(known));
		assertThat(plain.send(request(ServiceName.ANONYMOUS, "plain"), PATIENT).body().text(0)).isEqualTo("plain");
		PirateClient freelance = client(ClientOptions.of(endpoint).with(FreelancePolicy.DEFAULT).with(known));
		assertThat(freelance.send(request(ServiceName.ANONYMOUS, "free"), PATIENT).body().text(0)).isEqualTo("free");
		PirateClient stranger = client(
				ClientOptions.of(endpoint).with(SecurityOptions.client(CurveKeyPair.generate(), QUEUE.publicKey())));
		assertThatExceptionOfType(NoReplyException.class)
			.isThrownBy(() -> stranger.send(request(ServiceName.ANONYMOUS, "hello"), HASTY));
	}

	@Test
	void titanicBesideAQueueIsOfTheSameApplication(@TempDir Path directory) {
		PirateQueue queue = PirateQueue.withTitanic(options(null), PirateListener.NONE);
		queue.start();
		this.closeables.push(queue);
		PirateTitanic titanic = new PirateTitanic(TitanicFixture.options(), TitanicStorage.in(directory),
				TitanicPlace.beside(queue), PirateListener.NONE);
		titanic.start();
		this.closeables.push(titanic);
		worker(queue.backend(), SecurityOptions.client(WORKER, QUEUE.publicKey()));
		PirateClient client = client(
				ClientOptions.of(queue.frontend()).with(SecurityOptions.client(SHOP, QUEUE.publicKey())));
		TitanicClient calls = new TitanicClient(() -> client).with(PATIENT);
		Ticket ticket = calls.submit(request(ECHO, "later"));
		assertThat(calls.await(ticket, SOON).body().text(0)).isEqualTo("later");
	}

	@Test
	void queuesOfAPairKnowEachOther() {
		CurveKeyPair backupKeys = CurveKeyPair.generate();
		String first = freeEndpoint();
		String second = freeEndpoint();
		PirateQueue primary = new PirateQueue(
				options(BinaryStarOptions.of(StarRole.PRIMARY, first, second).withPeerKey(backupKeys.publicKey())),
				PirateListener.NONE);
		PirateQueue backup = new PirateQueue(
				options(BinaryStarOptions.of(StarRole.BACKUP, second, first).withPeerKey(QUEUE.publicKey()))
					.with(SecurityOptions.server(backupKeys, this.peers)),
				PirateListener.NONE);
		this.closeables.push(primary);
		this.closeables.push(backup);
		primary.start();
		backup.start();
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(primary.star()).isNotNull()
				.satisfies((star) -> assertThat(star.peerHeardMs()).isNotNegative()));
	}

	@Test
	void peersOfAPairWithAnotherKeyAreNotHeard() {
		String first = freeEndpoint();
		String second = freeEndpoint();
		PirateQueue primary = new PirateQueue(options(BinaryStarOptions.of(StarRole.PRIMARY, first, second)),
				PirateListener.NONE);
		PirateQueue impostor = new PirateQueue(
				options(BinaryStarOptions.of(StarRole.BACKUP, second, first).withPeerKey(QUEUE.publicKey()))
					.with(SecurityOptions.server(SHOP, this.peers)),
				PirateListener.NONE);
		this.closeables.push(primary);
		this.closeables.push(impostor);
		primary.start();
		impostor.start();
		long begin = System.nanoTime();
		await().atMost(SOON).until(() -> System.nanoTime() - begin > Duration.ofSeconds(2).toNanos());
		assertThat(primary.star()).isNotNull().satisfies((star) -> assertThat(star.peerHeardMs()).isNegative());
	}

	@Test
	void clientThatKnowsBothKeysSurvivesTheChangeOfTheServersKey() {
		CurveKeyPair next = CurveKeyPair.generate();
		String front = freeEndpoint();
		String back = freeEndpoint();
		PirateQueue old = start(options(front, back, QUEUE));
		worker(back, SecurityOptions.client(WORKER, QUEUE.publicKey(), next.publicKey()));
		PirateClient client = client(
				ClientOptions.of(front).with(SecurityOptions.client(SHOP, QUEUE.publicKey(), next.publicKey())));
		assertThat(ask(client, "before")).isEqualTo("before");
		old.close();
		start(options(front, back, next));
		assertThat(
				client.send(request(ECHO, "after"), new RetryPolicy(Duration.ofSeconds(2), 10, false)).body().text(0))
			.isEqualTo("after");
	}

	@Test
	void peersMayBeReplacedWhileTheQueueRuns() {
		PirateQueue queue = queue(null);
		worker(queue.backend(), SecurityOptions.client(WORKER, QUEUE.publicKey()));
		CurveKeyPair late = CurveKeyPair.generate();
		PirateClient client = client(
				ClientOptions.of(queue.frontend()).with(SecurityOptions.client(late, QUEUE.publicKey())));
		assertThatExceptionOfType(NoReplyException.class)
			.isThrownBy(() -> client.send(request(ECHO, "too early"), HASTY));
		this.peers.replace(List.of(new AcceptedPeer("late", List.of(late.publicKey()), List.of("*"), List.of()),
				new AcceptedPeer("worker", List.of(WORKER.publicKey()), List.of(), List.of("*"))));
		assertThat(ask(client, "now")).isEqualTo("now");
	}

	private static Request request(ServiceName service, String text) {
		return Request.of(service, Frames.ofText(text));
	}

	/** A port that was free a moment ago. */
	private static String freeEndpoint() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "tcp://127.0.0.1:" + socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String ask(PirateClient client, String text) {
		return client.send(request(ECHO, text), PATIENT).body().text(0);
	}

	private QueueOptions options(@Nullable BinaryStarOptions pair) {
		return options(ANY_PORT, ANY_PORT, QUEUE).with(pair);
	}

	private QueueOptions options(String front, String back, CurveKeyPair keys) {
		QueueOptions usual = QueueOptions.of(front, back).with(SecurityOptions.server(keys, this.peers));
		return usual.with(usual.settings().with(PULSE));
	}

	private PirateQueue queue(@Nullable BinaryStarOptions pair) {
		return start(options(pair));
	}

	private PirateQueue start(QueueOptions options) {
		PirateQueue queue = new PirateQueue(options, PirateListener.NONE);
		queue.start();
		this.closeables.push(queue);
		return queue;
	}

	private PirateWorkerContainer worker(String endpoint, SecurityOptions security) {
		WorkerSettings settings = new WorkerSettings("w", ECHO, WorkerDialect.MAJORDOMO_02, List.of(endpoint), PULSE,
				Duration.ofMillis(100), Duration.ofMillis(800), 4, 8, Duration.ofSeconds(30), Duration.ofSeconds(2));
		return worker(WorkerOptions.of("w", ECHO, endpoint).with(settings).with(security));
	}

	private PirateWorkerContainer worker(WorkerOptions options) {
		PirateContext context = new PirateContext("curve-test");
		this.closeables.push(context);
		PirateWorkerContainer worker = new PirateWorkerContainer(context, options,
				(job) -> CompletableFuture
					.completedFuture(Reply.ok(job.request().body(), null, job.request().headers())),
				this.executor, PirateListener.NONE);
		worker.start();
		this.closeables.push(worker);
		return worker;
	}

	private PirateClient client(ClientOptions options) {
		PirateClient client = new PirateClient(options, PirateListener.NONE, ForkJoinPool.commonPool());
		client.start();
		this.closeables.push(client);
		return client;
	}

}
