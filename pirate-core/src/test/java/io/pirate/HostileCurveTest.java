package io.pirate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.process.MajordomoFrames;
import io.pirate.testing.CurveMutants;
import io.pirate.testing.MutantRunner;
import io.pirate.testing.RawCurvePeer;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What peers with a valid key send in place of a handshake, and after it, to everybody
 * who has a socket with CURVE; and what those who have no key answer. Others are served
 * meanwhile.
 */
class HostileCurveTest {

	private static final RetryPolicy PATIENCE = new RetryPolicy(Duration.ofSeconds(5), 2, false);

	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(300), 4);

	private static final long SEED = Long.getLong("pirate.seed", 1L) * 1_000_000_007L;

	private static final int MUTANTS = MutantRunner.gate() / 20;

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private static final int VICTIMS = 6;

	private static final CurveKeyPair SERVER = CurveKeyPair.generate();

	private static final CurveKeyPair GOOD = CurveKeyPair.generate();

	private static final CurveKeyPair HOSTILE = CurveKeyPair.generate();

	private static final SecurityOptions SERVING = SecurityOptions.server(SERVER,
			PeerList.of(new AcceptedPeer("good", List.of(GOOD.publicKey()), List.of("*"), List.of("*")),
					new AcceptedPeer("hostile", List.of(HOSTILE.publicKey()), List.of("*"), List.of("*"))));

	private static final SecurityOptions ASKING = SecurityOptions.client(GOOD, SERVER.publicKey());

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final PirateHandler HANDLER = (job) -> CompletableFuture
		.completedFuture(Reply.ok(job.request().body(), null, job.request().headers()));

	@Test
	void aQueueServesOthers() {
		QueueOptions usual = QueueOptions.of(ANY_PORT, ANY_PORT).with(SERVING);
		try (PirateQueue queue = new PirateQueue(usual.with(usual.settings().with(PULSE)), PirateListener.NONE);
				PirateContext context = new PirateContext("good")) {
			queue.start();
			WorkerOptions options = WorkerOptions.of("good", ECHO, queue.backend()).with(ASKING);
			try (PirateWorkerContainer worker = new PirateWorkerContainer(context, options, HANDLER, Runnable::run,
					PirateListener.NONE); PirateClient client = client(queue.frontend())) {
				worker.start();
				List<Frames> commands = new ArrayList<>(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_02));
				commands.addAll(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_01));
				assertThat(mutants(MajordomoFrames.requests(), 1).against(queue.frontend(), MUTANTS,
						() -> serves(client, ECHO)))
					.isPositive();
				assertThat(mutants(commands, 2).against(queue.backend(), MUTANTS, () -> serves(client, ECHO)))
					.isPositive();
				assertThat(queue.failure()).isNull();
			}
		}
	}

	@Test
	void aDirectServerServesOthers() throws IOException {
		WorkerOptions options = WorkerOptions.bound("direct", ANY_PORT).with(SERVING);
		try (PirateContext context = new PirateContext("direct");
				PirateWorkerContainer server = new PirateWorkerContainer(context, options, HANDLER, Runnable::run,
						PirateListener.NONE)) {
			server.start();
			try (PirateClient client = client(server.boundEndpoint())) {
				mutants(List.of(Frames.ofText("", "request"), Frames.ofText("control", "request")), 3)
					.against(server.boundEndpoint(), MUTANTS, () -> serves(client, ServiceName.ANONYMOUS));
				assertThat(server.failure()).isNull();
			}
		}
	}

	/** The limits are where frames are made, and hold for encrypted ones too. */
	@Test
	void aMessageOfTooManyPartsIsRefusedAndItsPeerStays() throws IOException {
		WorkerOptions options = WorkerOptions.bound("direct", ANY_PORT).with(SERVING);
		try (PirateContext context = new PirateContext("direct");
				PirateWorkerContainer server = new PirateWorkerContainer(context, options, HANDLER, Runnable::run,
						PirateListener.NONE)) {
			server.start();
			try (PirateClient client = client(server.boundEndpoint());
					RawCurvePeer peer = RawCurvePeer.handshaken(server.boundEndpoint(), SERVER.publicKey(),
							HOSTILE.publicKey(), HOSTILE.secretKey(), java.util.Map.of("Socket-Type", "DEALER"))) {
				byte[] part = { 'p' };
				for (int i = 0; i < 3_000; i++) {
					peer.sendFrame(1, part);
				}
				peer.send(Frames.ofText("end"));
				peer.send(Frames.ofText("", "afterwards"));
				// empty ones and heartbeats come before it
				String text;
				do {
					text = new String(peer.receiveFrame(), StandardCharsets.UTF_8);
				}
				while (text.isEmpty() || text.startsWith("\4PING"));
				assertThat(text).isEqualTo("afterwards");
				serves(client, ServiceName.ANONYMOUS);
			}
		}
	}

	@Test
	void clientsAndWorkersGoOnAmidServersWithoutKeys() throws IOException {
		QueueOptions usual = QueueOptions.of(ANY_PORT, ANY_PORT).with(SERVING);
		int count = MUTANTS / 3;
		try (MutantRunner.Server hostile = new MutantRunner(welcome(), SEED + 4_000_000L, count).listen();
				PirateQueue queue = new PirateQueue(usual.with(usual.settings().with(PULSE)), PirateListener.NONE);
				PirateContext context = new PirateContext("victims")) {
			queue.start();
			List<PirateWorkerContainer> workers = new ArrayList<>();
			List<PirateClient> clients = new ArrayList<>();
			for (int i = 0; i < VICTIMS; i++) {
				WorkerOptions options = eager(hostile.endpoint(), queue.backend());
				workers.add(new PirateWorkerContainer(context, options, HANDLER, Runnable::run, PirateListener.NONE));
				workers.get(i).start();
				clients.add(client(queue.frontend(), hostile.endpoint()));
			}
			Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100)).until(() -> {
				clients.forEach((client) -> serves(client, ECHO));
				return hostile.sent() >= count;
			});
			workers.forEach((worker) -> assertThat(worker.failure()).isNull());
			clients.forEach((client) -> assertThat(client.failure()).isNull());
			clients.forEach(PirateClient::close);
			workers.forEach(PirateWorkerContainer::close);
		}
	}

	/** Comes back at once, and does not linger. */
	private static WorkerOptions eager(String... endpoints) {
		WorkerSettings settings = new WorkerSettings("victim", ECHO, WorkerDialect.MAJORDOMO_02, List.of(endpoints),
				PULSE, Duration.ofMillis(20), Duration.ofMillis(40), 4, 8, Duration.ofSeconds(30),
				Duration.ofMillis(100));
		return WorkerOptions.of("victim", ECHO, endpoints).with(settings).with(ASKING);
	}

	/** What a server sends, as far as one gets without its key. */
	private static byte[] welcome() {
		byte[] greeting = RawPeer.greeting();
		System.arraycopy("CURVE".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 5);
		greeting[32] = 1;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(greeting);
		bytes.writeBytes(command("\7WELCOME", 168));
		bytes.writeBytes(command("\5READY", 60));
		bytes.writeBytes(command("\5ERROR\3400", 10));
		bytes.writeBytes(RawPeer.message(Frames.ofText("", "forged")));
		return bytes.toByteArray();
	}

	private static byte[] command(String name, int size) {
		return RawPeer.command(java.util.Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), size));
	}

	private static CurveMutants mutants(List<Frames> messages, int stream) {
		return new CurveMutants(SERVER.publicKey(), HOSTILE.publicKey(), HOSTILE.secretKey(), messages,
				SEED + stream * 1_000_000L);
	}

	private static PirateClient client(String... endpoints) {
		PirateClient client = new PirateClient(ClientOptions.of(endpoints).with(ASKING), PirateListener.NONE,
				Runnable::run);
		client.start();
		return client;
	}

	private static void serves(PirateClient client, ServiceName service) {
		Request request = Request.of(service, Frames.ofText("others"));
		assertThat(client.send(request, PATIENCE).body()).isEqualTo(Frames.ofText("others"));
	}

}
