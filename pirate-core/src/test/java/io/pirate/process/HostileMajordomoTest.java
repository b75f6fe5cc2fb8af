package io.pirate.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

import io.pirate.Parts;
import io.pirate.PirateClient;
import io.pirate.PirateContext;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.ReplyParts;
import io.pirate.WorkerOptions;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.Job;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.testing.MutantRunner;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Majordomo frames out of place, torn, oversized or damaged, and parts and credit of
 * strangers, against everything that has a socket, while everybody else goes on being
 * served: calls of a named service, and replies in parts.
 */
class HostileMajordomoTest {

	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(300), 4);

	/** On a busy machine a flood takes longer to read than to send. */
	private static final HeartbeatPolicy PATIENT_PULSE = new HeartbeatPolicy(PULSE.interval(), 10);

	private static final RetryPolicy PATIENCE = new RetryPolicy(Duration.ofSeconds(5), 2, false);

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final ServiceName ROWS = new ServiceName("rows");

	private static final int VICTIMS = 8;

	private static final int MUTANTS = MutantRunner.gate() / 8;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final PirateContext context = new PirateContext("hostile");

	private final Fleet fleet = new Fleet(PATIENT_PULSE, 128);

	@AfterEach
	void endAll() {
		this.fleet.close();
		this.context.close();
		this.executor.shutdown();
	}

	private PirateClient good() {
		this.fleet.worker("good", "service=echo", "dialect=MAJORDOMO_02");
		this.fleet.streamer("rows", "service=rows", "dialect=MAJORDOMO_02");
		return this.fleet.client();
	}

	@Test
	void aQueueServesOthersAmidMutants() {
		PirateClient client = good();
		HostilePeersTest.mutants(MajordomoFrames.dealer(MajordomoFrames.requests()), 10, MUTANTS)
			.against(this.fleet.frontend(), () -> serves(client, "front"));
		HostilePeersTest
			.mutants(MajordomoFrames.dealer(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_02)), 11, MUTANTS)
			.against(this.fleet.backend(), () -> serves(client, "back 02"));
		HostilePeersTest
			.mutants(MajordomoFrames.dealer(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_01)), 12, MUTANTS)
			.against(this.fleet.backend(), () -> serves(client, "back 01"));
		assertNobodyWasLost();
	}

	/** While a reply in parts is open, and its credit is what strangers would like. */
	@Test
	void aQueueServesOthersAmidFloodsOfWhatIsOutOfPlace() throws IOException {
		PirateClient client = good();
		List<Frames> backend = new ArrayList<>(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_02));
		backend.addAll(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_01));
		backend.addAll(MajordomoFrames.requests());
		List<Frames> frontend = new ArrayList<>(MajordomoFrames.requests());
		frontend.addAll(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_02));
		long before = Heap.of(this.fleet.queue());
		try (ReplyParts parts = client.parts(Fleet.request(ROWS, "open:2000"), PATIENCE)) {
			int taken = 0;
			for (int round = 0; round < 10; round++) {
				flood(this.fleet.frontend(), frontend);
				flood(this.fleet.backend(), backend);
				for (int i = 0; i < 200; i++) {
					assertThat(parts.next().body().text(0)).isEqualTo("open:" + taken++);
				}
				serves(client, "flood " + round);
			}
			assertThat(parts.hasNext()).isFalse();
		}
		Awaitility.await().untilAsserted(() -> assertThat(Heap.of(this.fleet.queue())).isLessThan(before + 10 * 1024));
		assertThat(this.fleet.snapshot().get("unexpected")).isPositive();
		assertNobodyWasLost();
	}

	@Test
	void aDirectServerServesOthersAmidMutants() {
		WorkerOptions bound = WorkerOptions.bound("direct", "tcp://127.0.0.1:*");
		try (PirateWorkerContainer server = PirateWorkerContainer.streaming(this.context,
				bound.with(rows("direct", "tcp://127.0.0.1:*")), this::rows, this.executor, PirateListener.NONE)) {
			server.start();
			try (PirateClient client = HostilePeersTest.client(server.boundEndpoint())) {
				HostilePeersTest.mutants(MajordomoFrames.dealer(MajordomoFrames.requests()), 13, MUTANTS)
					.against(server.boundEndpoint(), () -> takes(client, "direct"));
				assertThat(server.failure()).isNull();
			}
		}
	}

	@Test
	void workersGoOnServingTheirOtherQueue() throws IOException {
		try (MutantRunner.Server hostile = HostilePeersTest.mutants(MajordomoFrames.toWorkers(), 14, MUTANTS / 6)
			.listen()) {
			List<PirateWorkerContainer> victims = new ArrayList<>();
			for (int i = 0; i < VICTIMS; i++) {
				victims.add(victim("victim" + i, hostile.endpoint(), this.fleet.backend()));
			}
			this.fleet.awaitWorkers(VICTIMS);
			PirateClient client = this.fleet.client();
			HostilePeersTest.awaitAll(hostile, MUTANTS / 6, () -> takes(client, "workers"));
			this.fleet.awaitWorkers(VICTIMS);
			victims.forEach((victim) -> assertThat(victim.failure()).isNull());
			victims.forEach(PirateWorkerContainer::close);
		}
	}

	@Test
	void clientsGoOnAskingTheirOtherQueue() throws IOException {
		good();
		try (MutantRunner.Server hostile = HostilePeersTest.mutants(MajordomoFrames.toClients(), 15, MUTANTS / 6)
			.listen()) {
			List<PirateClient> victims = new ArrayList<>();
			for (int i = 0; i < VICTIMS; i++) {
				victims.add(HostilePeersTest.client(this.fleet.frontend(), hostile.endpoint()));
			}
			HostilePeersTest.awaitAll(hostile, MUTANTS / 6, () -> victims.forEach((victim) -> asks(victim, "clients")));
			victims.forEach((victim) -> assertThat(victim.failure()).isNull());
			victims.forEach(PirateClient::close);
		}
	}

	private void assertNobodyWasLost() {
		for (String end : List.of("EXPIRED", "LEFT")) {
			for (String name : List.of("good", "rows")) {
				assertThat(this.fleet.queue().count(end + " " + name)).as("%s %s", end, name).isZero();
			}
		}
	}

	/** All of it once, by a peer of its own that stays for a moment. */
	private static void flood(String endpoint, List<Frames> messages) {
		try (RawPeer peer = RawPeer.handshaken(endpoint, "DEALER", "")) {
			for (int i = 0; i < 50; i++) {
				for (Frames message : messages) {
					peer.send(message);
				}
			}
		}
		catch (IOException ex) {
			// thrown out while sending: that is what it deserves
		}
	}

	private static void serves(PirateClient client, String text) {
		asks(client, text);
		takes(client, "rows");
	}

	/** Never a wrong reply: mutants of our own bytes are bound to hit valid ones. */
	private static void asks(PirateClient client, String text) {
		assertThat(client.send(Fleet.request(ECHO, text), PATIENCE).body()).isEqualTo(Frames.ofText(text));
	}

	private static void takes(PirateClient client, String label) {
		List<String> texts = new ArrayList<>();
		try (ReplyParts parts = client.parts(Fleet.request(ROWS, label + ":100"), PATIENCE)) {
			parts.forEachRemaining((part) -> texts.add(part.body().text(0)));
		}
		assertThat(texts).isEqualTo(IntStream.range(0, 100).mapToObj((number) -> label + ":" + number).toList());
	}

	private PirateWorkerContainer victim(String name, String... endpoints) {
		PirateWorkerContainer worker = PirateWorkerContainer.streaming(this.context,
				WorkerOptions.of(name, endpoints).with(rows(name, endpoints)), this::rows, this.executor,
				PirateListener.NONE);
		worker.start();
		return worker;
	}

	private static WorkerSettings rows(String name, String... endpoints) {
		WorkerSettings plain = WorkerOptions.of(name, ROWS, endpoints).settings();
		return new WorkerSettings(name, plain.service(), plain.dialect(), plain.endpoints(), PULSE,
				Duration.ofMillis(20), Duration.ofMillis(40), 4, 8, plain.handlerTimeout(), plain.drainTimeout());
	}

	private Flow.Publisher<Reply> rows(Job job) {
		String label = job.request().body().text(0).split(":")[0];
		return Parts.of(IntStream.range(0, 100)
			.mapToObj((number) -> Reply.ok(Frames.ofText(label + ":" + number), null, Map.of()))
			.iterator(), () -> {
			}, this.executor);
	}

}
